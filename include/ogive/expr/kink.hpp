// SPDX-License-Identifier: MIT
// SPDX-FileCopyrightText: 2026 the ogive founders
// Floor 1, expr. at_kink<policy>(f): which derivative max, min, abs, clamp and where of a formula have at their ties. A
// node goes into the tree; lowering marks the choices below it, calculus/derive.hpp reads the mark.
#pragma once

#include <ogive/expr/node.hpp>

namespace ogive {

/// f with another rule at its kinks, for every choice inside f and derivatives of any order.
///
/// `left` and `right` are the one-sided derivatives, `middle` is their mean, `minimum_norm` the number nearest to 0
/// between them. Without this the branch decides that the tie takes: `else` of where, the number of max and min, 0 for
/// abs. The value of f does not change.
template <kink Rule, expression F>
constexpr auto at_kink(F f) {
  return kink_rule<Rule, F>(f);
}

namespace symbols {
using ogive::at_kink;
using enum ogive::kink;  // at_kink<left>(f)
}  // namespace symbols

}  // namespace ogive
