"""The sample newsroom: two invented outlets on loopback, for the demo and the tests; our own texts."""
