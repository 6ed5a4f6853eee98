"""Who helps whom, where, when and with how many free places: services of agencies, their capacity, what is held.

Owns offerings (a service of an agency with its terms), capacities (places of a group), their history and holds.
Words: a *need* is a question without anybody in it; a *fit* says what speaks against a service for a need.
Never: holds a word about a survivor; keeps who asked what; shows or stores the address of a secret house.
"""
