"""PlanGraph: is this project aligned with the national strategy, through which chain, and where does it say so?"""
