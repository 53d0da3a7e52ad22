"""Find an article in whatever script its names were written: light to import, plain SQLite to run."""
