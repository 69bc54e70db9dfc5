"""Articles of RSS and Atom feeds: fetched politely, and only what is new."""
