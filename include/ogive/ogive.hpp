// SPDX-License-Identifier: MIT
// SPDX-FileCopyrightText: 2026 the ogive founders
// Everything but the trainer: write a formula, derive it, print it, run it over ranges, verify it; the catalogue
// of activations.
#pragma once

#include <ogive/activations/catalogue.hpp>
#include <ogive/expr.hpp>
#include <ogive/kernel/backward.hpp>
#include <ogive/kernel/evaluate.hpp>
#include <ogive/kernel/from_output.hpp>
#include <ogive/kernel/fused.hpp>
#include <ogive/kernel/map.hpp>
#include <ogive/kernel/rows.hpp>
#include <ogive/print/c.hpp>
#include <ogive/print/latex.hpp>
#include <ogive/print/rewrites.hpp>
#include <ogive/print/text.hpp>
#include <ogive/verify/verified.hpp>
