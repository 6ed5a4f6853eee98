"""Pictures drawn on the server: plain functions from numbers to SVG text, no script, no style attribute, no pie.

A value is a number, a text such as "<5" (known, but too small to be shown) or None (not known); the three never look
alike. Words arrive translated; `say` writes numbers in the reader's way. Colours and type come from pictures.css.
"""

from gugus.base.pictures.bars import Bar, StackedBar, bar_chart, stacked_bars
from gugus.base.pictures.flow import Flow, flow_picture
from gugus.base.pictures.paper import Value, plain_number
from gugus.base.pictures.pyramid import AgeGroup, age_pyramid
from gugus.base.pictures.story import CaseEvent, CaseSpan, Stop, case_timeline, route_legs
from gugus.base.pictures.tiles import TILE_GRIDS, heat_of, tile_map
from gugus.base.pictures.tree import TreeNode, tree_chart
from gugus.base.pictures.trend import TrendPoint, trend_line

__all__ = [
    "TILE_GRIDS",
    "AgeGroup",
    "Bar",
    "CaseEvent",
    "CaseSpan",
    "Flow",
    "StackedBar",
    "Stop",
    "TreeNode",
    "TrendPoint",
    "Value",
    "age_pyramid",
    "bar_chart",
    "case_timeline",
    "flow_picture",
    "heat_of",
    "plain_number",
    "route_legs",
    "stacked_bars",
    "tile_map",
    "tree_chart",
    "trend_line",
]
