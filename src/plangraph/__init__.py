"""PlanGraph: is this project aligned with the national strategy, through which chain, and where does it say so?"""

__version__ = "0.1.0"
