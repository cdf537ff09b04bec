"""Paying a fee: to the gateway and back."""
