"""Kibana's data views, saved searches and dashboards, made from a definition that can be read.

What is shown is defined in `views`, `searches`, `newsroom`, `timeline` and `operations`; `columns`,
`charts`, `panels` and `maps` turn that into the saved objects of Kibana 8.16 and later, and 9.x.
"""
