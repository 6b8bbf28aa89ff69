"""The task pipe: what is to be done, by whom, by when.

It works on the outline: agencies and limits are inherited from headings, introducing lines and run-in attributes.
"""

from analyzer.pipes.tasks.areas import AreaReader
from analyzer.pipes.tasks.judges import Judges
from analyzer.pipes.tasks.mentions import Assignee, Deadline, TaskMention
from analyzer.pipes.tasks.units import Unit
from analyzer.pipes.tasks.view import Facts
from analyzer.pipes.tasks.walk import TaskFinder

__all__ = ["AreaReader", "Assignee", "Deadline", "Facts", "Judges", "TaskFinder", "TaskMention", "Unit"]
