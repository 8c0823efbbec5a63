"""What a course is compiled to, a folder each; none of them knows another."""
