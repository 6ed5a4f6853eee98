"""Life after the return: preparation, reunion or another family, visits, support, and the way back when it fails."""
