"""How far the agent's numbers are from the truth on real servers and tunnels, and whether a bound is ever broken."""
