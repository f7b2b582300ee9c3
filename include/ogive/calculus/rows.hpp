// SPDX-License-Identifier: MIT
// SPDX-FileCopyrightText: 2026 the ogive founders
// Floor 3, calculus. A program that reads rows goes in, its plan comes out: which steps differ between the columns of a
// row, and how often a row must be passed. Passes split only at reductions.
#pragma once

#include <array>
#include <cstddef>
#include <cstdint>

#include <ogive/program/program.hpp>

namespace ogive::detail {

/// Is the operation a reduction that needs a pass over the row?
constexpr bool is_reduction(operation op) {
  return op == operation::row_sum || op == operation::row_max || op == operation::row_argmax;
}

/// How a program of N steps runs over a row. `needed[pass][step]`: a step that differs between the columns is computed
/// in that pass, for each column. Other steps are computed once for a row, before pass `level[step]`.
template <std::size_t N>
struct row_plan {
  std::array<bool, N> varies{};
  std::array<int, N> level{};
  int passes = 1;
  std::uint64_t in_each_column = 0;  // a bit for each result that is stored in each column, though it may not vary

  /// The steps that the columns need in one pass: what its reductions read, and in the last pass the results.
  template <class Program>
  [[nodiscard]] constexpr std::array<bool, N> needed(const Program& p, int pass) const {
    std::array<bool, N> need{};
    for (std::size_t k = 0; k != N; ++k) {
      if (is_reduction(p.code[k].op) && level[k] == pass + 1) mark(p, need, p.code[k].arguments[0]);
    }
    for (std::size_t r = 0; r != p.results.size(); ++r) {
      if (pass == passes - 1 && varies[static_cast<std::size_t>(p.results[r])]) mark(p, need, p.results[r]);
    }
    return need;
  }

  /// The steps that one column needs for row_pick(u, j).
  template <class Program>
  [[nodiscard]] constexpr std::array<bool, N> needed_for_pick(const Program& p, program::position pick) const {
    std::array<bool, N> need{};
    mark(p, need, p[pick].arguments[0]);
    return need;
  }

 private:
  template <class Program>
  constexpr void mark(const Program& p, std::array<bool, N>& need, program::position of) const {
    if (varies[static_cast<std::size_t>(of)]) need[static_cast<std::size_t>(of)] = true;
    for (std::size_t k = static_cast<std::size_t>(of) + 1; k-- != 0;) {
      if (!need[k]) continue;
      for (int a = 0; a != arity(p.code[k].op); ++a) {
        const auto argument = static_cast<std::size_t>(p.code[k].arguments[static_cast<std::size_t>(a)]);
        if (varies[argument]) need[argument] = true;
      }
    }
  }
};

/// The plan of a finished program; `channels` has a bit for each parameter with a value for each column, `columns` one for
/// each result that is stored in each column even if it does not vary.
template <const auto& Program>
constexpr auto plan_rows(std::uint64_t channels, std::uint64_t columns) {
  constexpr std::size_t n = Program.code.size();
  row_plan<n> plan;
  plan.in_each_column = columns;
  for (std::size_t k = 0; k != n; ++k) {
    const instruction& i = Program.code[k];
    const bool reduces = is_reduction(i.op);
    bool varies = i.op == operation::input || i.op == operation::at_column ||
                  (i.op == operation::parameter && ((channels >> (i.arguments[0] & 63)) & 1) != 0);
    int level = 0;
    for (int a = 0; a != arity(i.op); ++a) {
      const auto argument = static_cast<std::size_t>(i.arguments[static_cast<std::size_t>(a)]);
      varies = varies || plan.varies[argument];
      if (level < plan.level[argument]) level = plan.level[argument];
    }
    plan.varies[k] = varies && !reduces && i.op != operation::row_pick;
    plan.level[k] = level + (reduces ? 1 : 0);
    if (reduces && plan.passes < level + 1) plan.passes = level + 1;
  }
  for (std::size_t r = 0; r != Program.results.size(); ++r) {
    const auto result = static_cast<std::size_t>(Program.results[r]);
    if (plan.varies[result]) plan.in_each_column |= std::uint64_t{1} << r;
    if (((plan.in_each_column >> r) & 1) != 0 && plan.passes < plan.level[result] + 1) plan.passes = plan.level[result] + 1;
  }
  return plan;
}

}  // namespace ogive::detail
