"""Who may use the service, and what keeps it from harm."""
