"""HTML that people look at: one environment, one stylesheet, charts without a script.

A page of the project is a template that extends `page.html`. The run's report is made in `flows`,
the article's page and the search page in `search`; what they share is here, and nothing more.
"""
