"""What is done for a person: assessments, plans of goals and steps, service lines, from need to result.

Owns assessments with worded anchors, plans with their signatures and reviews, service lines with their appointments,
and what people say of services. A provider writes and sees its own lines and assessments, and of plans the parts that
are open to it; the case's agency sees all of them. Never decides whether a service is deserved: a presumed victim gets
the same services.
"""
