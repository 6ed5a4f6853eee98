"""Life after the return (reintegrasi sosial): preparation, reunion or another home, visits, support, and the way back.

Owns reintegrations, their preparation, home assessments, placements, visits with their records, support with its
payments, outcomes and alarms. Calls *placement* the decision where the person lives, *reunion* the day on which life
there begins, *k1 … kn* the visits afterwards, and *village office* an agency of local government: it learns when
somebody comes and what is needed, never why. Never: sends somebody into a home that holds the alleged offender; takes
two telephone calls in a row for a look at safety; ends before the shortest time, unless somebody breaks it off and
says why.
"""
