"""Flows that run by themselves: server, worker, deployments, alarms."""
