"""Fitting how web pages are read."""
