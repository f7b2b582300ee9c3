// SPDX-License-Identifier: MIT
// SPDX-FileCopyrightText: 2026 the ogive founders
// Floor 3, calculus. Two programs go in; whether they compute the same by the same steps, in whatever order, comes out.
#pragma once

#include <utility>

#include <ogive/program/program.hpp>

namespace ogive {

/// Do the programs have the same results by the same steps, up to the order of steps and of the operands of + and ·?
constexpr bool equivalent(const program& p, const program& q) {
  if (p.inputs != q.inputs || p.code.size() != q.code.size() || p.results.size() != q.results.size()) return false;
  detail::list<program::position> in_p;  // where the steps of q stand in p
  in_p.reserve(q.code.size());
  for (const instruction& step : q.code) {
    if (step.op == operation::parameter) {
      program::position found = -1;
      for (std::size_t i = 0; i != p.code.size(); ++i) {
        if (p.code[i].op != operation::parameter) continue;
        const auto slot = [](const instruction& s) { return static_cast<std::size_t>(s.arguments[0]); };
        if (p.parameters[slot(p.code[i])] == q.parameters[slot(step)]) found = static_cast<program::position>(i);
      }
      if (found < 0) return false;
      in_p.push_back(found);
      continue;
    }
    instruction wanted = detail::relocated(step, in_p);
    program::position found = p.find(wanted);
    if (found < 0 && (wanted.op == operation::add || wanted.op == operation::multiply)) {
      std::swap(wanted.arguments[0], wanted.arguments[1]);
      found = p.find(wanted);
    }
    if (found < 0) return false;
    in_p.push_back(found);
  }
  for (std::size_t r = 0; r != q.results.size(); ++r) {
    if (in_p[static_cast<std::size_t>(q.results[r])] != p.results[r]) return false;
  }
  return true;
}

}  // namespace ogive
