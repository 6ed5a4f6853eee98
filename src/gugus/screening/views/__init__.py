"""The pages of screening, by what one comes for."""
