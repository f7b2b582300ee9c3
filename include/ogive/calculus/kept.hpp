// SPDX-License-Identifier: MIT
// SPDX-FileCopyrightText: 2026 the ogive founders
// Floor 3, calculus. What a forward call on rows may keep for the backward call: the reductions that do not depend on
// the upstream gradient. The programs of value and gradient go in; one that also hands the reductions out, and one that
// takes them as inputs instead of passing over the row, come out.
#pragma once

#include <cstddef>
#include <cstdint>
#include <string_view>
#include <utility>

#include <ogive/calculus/rows.hpp>
#include <ogive/program/program.hpp>

namespace ogive::detail {

/// The positions of the reductions of a gradient program that depend on its first `inputs` inputs only.
constexpr list<program::position> kept_reductions(const program& gradient, std::size_t inputs) {
  list<program::position> kept;
  list<bool> foreign;  // depends on an upstream gradient
  for (std::size_t k = 0; k != gradient.code.size(); ++k) {
    const instruction& i = gradient.code[k];
    bool depends = (i.op == operation::input || i.op == operation::row_input) &&
                   static_cast<std::size_t>(i.arguments[0]) >= inputs;
    for (int a = 0; a != arity(i.op); ++a)
      depends = depends || foreign[static_cast<std::size_t>(i.arguments[static_cast<std::size_t>(a)])];
    foreign.push_back(depends);
    if (is_reduction(i.op) && !depends) kept.push_back(static_cast<program::position>(k));
  }
  return kept;
}

/// The value, and the kept reductions as further results, one number for a row each.
constexpr program keeping(const program& value, const program& gradient) {
  program to = value.fresh();
  const auto append = [&](const program& from) {
    list<program::position> moved;
    for (const instruction& i : from.code) moved.push_back(to.emit(relocated(i, moved)));
    for (const program::position r : from.results) to.results.push_back(moved[static_cast<std::size_t>(r)]);
  };
  append(value);
  program reductions = gradient;
  reductions.results = kept_reductions(gradient, value.inputs.size());
  append(without_dead_code(std::move(reductions)));
  return to;
}

/// The gradient with the kept reductions as further inputs.
constexpr program from_kept(const program& gradient, std::size_t inputs) {
  program to = gradient.fresh();
  const list<program::position> kept = kept_reductions(gradient, inputs);
  list<program::position> moved;
  std::size_t next = 0;
  for (std::size_t k = 0; k != gradient.code.size(); ++k) {
    if (next != kept.size() && kept[next] == static_cast<program::position>(k)) {
      moved.push_back(to.emit(operation::row_input, static_cast<int>(to.inputs.size())));
      to.inputs.push_back("kept");
      ++next;
    } else {
      moved.push_back(to.emit(relocated(gradient.code[k], moved)));
    }
  }
  for (const program::position r : gradient.results) to.results.push_back(moved[static_cast<std::size_t>(r)]);
  return without_dead_code(std::move(to));
}

}  // namespace ogive::detail
