"""PAR: values with parameters."""
