"""Users, privileges and quotas: who may do what, and how that is granted."""
