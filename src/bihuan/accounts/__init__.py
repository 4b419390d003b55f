"""Areas, units, people, posts, roles and the one list of permissions."""
