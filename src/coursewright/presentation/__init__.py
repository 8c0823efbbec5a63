"""What people see before it is filled: templates in a sandbox, brand, interface text."""
