"""The supplied packages that the stand-in has. Reference: PL/SQL Packages and Types Reference."""
