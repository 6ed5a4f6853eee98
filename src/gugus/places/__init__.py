"""Areas of Indonesia by Kemendagri code, countries, and the shapes an operator may load.

Owns:    areas from province to village with their validity and successors, the names people use for them,
         countries, boundaries.
Calls:   an *area* any of the four levels; a *code* always the Kemendagri code with dots (`31.74.01`); a
         *label* the name with the areas above it ("Tebet, Jakarta Selatan").
Never:   joins a BPS number, which looks alike and means another place; deletes an area; knows who lives there.
"""
