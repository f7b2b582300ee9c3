# SPDX-License-Identifier: MIT
# SPDX-FileCopyrightText: 2026 the ogive founders
"""Writes optimisers.csv and schedules.csv beside itself: trajectories of PyTorch's optimisers and schedules, in double.

Of optimisers.csv each column is one optimiser on the same gradients, its number the parameter after the step; all begin
at `parameter` = 0.5. Of schedules.csv each is the factor on the rate in each of 40 steps. tests/nn/optimiser.cpp and
tests/nn/schedule.cpp say which settings a column has; they are those below. Needs Debian's python3-torch (1.13).
"""
import csv
import math
import os

import torch
from torch.optim import lr_scheduler as schedulers

here = os.path.dirname(os.path.abspath(__file__))
steps, columns = 20, 5
lasts, start = 40, 0.5

optimisers = {
    "sgd": lambda p: torch.optim.SGD(p, lr=0.1),
    "momentum": lambda p: torch.optim.SGD(p, lr=0.01, momentum=0.9),
    "nesterov": lambda p: torch.optim.SGD(p, lr=0.01, momentum=0.9, nesterov=True),
    "adam": lambda p: torch.optim.Adam(p),
    "adam_eager": lambda p: torch.optim.Adam(p, lr=0.05, betas=(0.8, 0.98), eps=1e-3),
    "adamw": lambda p: torch.optim.AdamW(p),
    "adamw_eager": lambda p: torch.optim.AdamW(p, lr=0.05, betas=(0.8, 0.98), eps=1e-3, weight_decay=0.2),
}

schedules = {
    "constant": lambda o: schedulers.ConstantLR(o, factor=1.0),
    "step": lambda o: schedulers.StepLR(o, step_size=7, gamma=0.5),
    "cosine": lambda o: schedulers.CosineAnnealingLR(o, T_max=lasts, eta_min=0.125),
    "cosine_warm_up": lambda o: schedulers.SequentialLR(o, [
        schedulers.LinearLR(o, start_factor=0.25, end_factor=1.0, total_iters=6),
        schedulers.CosineAnnealingLR(o, T_max=lasts - 6)], [6]),
    "linear": lambda o: schedulers.LinearLR(o, start_factor=1.0, end_factor=0.0, total_iters=lasts),
    "linear_warm_up": lambda o: schedulers.SequentialLR(o, [
        schedulers.LinearLR(o, start_factor=0.25, end_factor=1.0, total_iters=6),
        schedulers.LinearLR(o, start_factor=1.0, end_factor=0.5, total_iters=lasts - 6)], [6]),
    "one_cycle": lambda o: schedulers.OneCycleLR(o, max_lr=1.0, total_steps=lasts, cycle_momentum=False),
    "one_cycle_early": lambda o: schedulers.OneCycleLR(o, max_lr=1.0, total_steps=lasts, pct_start=0.11, div_factor=8,
                                                       final_div_factor=16, cycle_momentum=False),
}


def gradient(step, column):
    """Of very different sizes and both signs, another one in each step; column 0 is always 0."""
    return column * 10.0 ** (4 - 2 * column) * math.cos(1.7 * step + column)


def trajectory(make):
    parameter = torch.full((columns,), start, dtype=torch.float64, requires_grad=True)
    optimiser = make([parameter])
    rows = []
    for step in range(1, steps + 1):
        parameter.grad = torch.tensor([gradient(step, column) for column in range(columns)], dtype=torch.float64)
        optimiser.step()
        rows.append(parameter.detach().tolist())
    return rows


def rates(make):
    optimiser = torch.optim.SGD([torch.zeros(1, requires_grad=True)], lr=1.0)
    schedule = make(optimiser)
    rows = []
    for _ in range(lasts):
        rows.append(optimiser.param_groups[0]["lr"])
        optimiser.step()
        schedule.step()
    return rows


def write(name, header, rows):
    with open(os.path.join(here, name), "w", newline="") as file:
        writer = csv.writer(file, lineterminator="\n")
        writer.writerow(header)
        writer.writerows(rows)


paths = {name: trajectory(make) for name, make in optimisers.items()}
write("optimisers.csv", ["step", "column", "gradient", *paths],
      [[step, column, repr(gradient(step, column)), *(repr(paths[name][step - 1][column]) for name in paths)]
       for step in range(1, steps + 1) for column in range(columns)])
factors = {name: rates(make) for name, make in schedules.items()}
write("schedules.csv", ["step", *factors],
      [[step, *(repr(factors[name][step]) for name in factors)] for step in range(lasts)])
