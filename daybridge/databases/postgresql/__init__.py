"""PostgreSQL whose line is looked at before a request uses it, and seldom asked."""
