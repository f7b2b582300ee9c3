// SPDX-License-Identifier: MIT
// SPDX-FileCopyrightText: 2026 the ogive founders
// A program goes in, its values come out in long double: each step by itself with the functions of <cmath>, over all
// columns of a row. Nothing of the library's kernels, limits and rounding is in it.
#pragma once

#include <algorithm>
#include <array>
#include <cmath>
#include <cstddef>
#include <cstdint>
#include <vector>

#include <ogive/calculus/adjoint.hpp>
#include <ogive/calculus/derive.hpp>
#include <ogive/calculus/exact.hpp>

#include "catalogue/independent.hpp"
#include "catalogue/table.hpp"

namespace ogive::document {

using catalogue::real;
using catalogue::record;
using column = std::vector<real>;
using columns = std::vector<column>;

/// The program of an activation after the exact rules.
inline program exact_program(const record& r) { return rewrite_exactly(r.lowered()); }

/// No parameter has a value for each column.
inline constexpr std::uint64_t one_for_all_columns = 0;

/// ∂f/∂symbol, or for a row formula the share of the symbol in the gradient of Σᵢ upstreamᵢ·fᵢ.
inline program derivative_program(const record& r, symbol_slot by) {
  const program value = exact_program(r);
  return rewrite_exactly(r.over_rows ? vector_jacobian_product(value, {by}, one_for_all_columns)
                                     : differentiate(value, {by}, false));
}

inline constexpr symbol_slot by_x{operation::input, 0};

inline column initial_values(const record& r) {
  column values;
  for (const parameter_slot& p : r.parameters) values.push_back(static_cast<real>(p.initial));
  return values;
}

/// All steps of a program with their values, a column for each; inputs that are one number of a row are given in each
/// of its columns.
class steps {
 public:
  steps(const program& p, const columns& inputs, const column& parameters) : program_(&p), width_(inputs[0].size()) {
    values_.reserve(p.code.size());
    for (const instruction& i : p.code) values_.push_back(value(i, inputs, parameters));
  }

  [[nodiscard]] const column& result(std::size_t r = 0) const { return of(program_->results[r]); }

  /// The outcomes of all choices: points with equal outcomes lie in one smooth piece.
  [[nodiscard]] column choices() const {
    column outcomes;
    for (std::size_t k = 0; k != values_.size(); ++k) {
      const instruction& i = program_->code[k];
      const auto a = [&](std::size_t n) -> const column& { return of(i.arguments[n]); };
      for (std::size_t j = 0; j != width_; ++j) {
        switch (i.op) {
          case operation::where_less: outcomes.push_back(a(0)[j] < a(1)[j]); break;
          case operation::where_less_equal: outcomes.push_back(a(0)[j] <= a(1)[j]); break;
          case operation::abs:
          case operation::sign: outcomes.push_back(a(0)[j] < 0); break;
          case operation::floor: outcomes.push_back(values_[k][j]); break;
          default: break;
        }
      }
    }
    return outcomes;
  }

  /// The size of the terms of the first result: of what cancels where the result is near a zero, else the result's own.
  [[nodiscard]] column scale() const {
    columns scales;
    for (std::size_t k = 0; k != values_.size(); ++k) {
      column s(width_);
      for (std::size_t j = 0; j != width_; ++j) s[j] = scale(program_->code[k], k, j, scales);
      scales.push_back(std::move(s));
    }
    return scales[static_cast<std::size_t>(program_->results[0])];
  }

 private:
  const program* program_;
  std::size_t width_;
  columns values_;

  [[nodiscard]] const column& of(program::position p) const { return values_[static_cast<std::size_t>(p)]; }

  [[nodiscard]] column value(const instruction& i, const columns& inputs, const column& parameters) const {
    const auto a = [&](int k) -> const column& { return of(i.arguments[static_cast<std::size_t>(k)]); };
    const auto everywhere = [&](real v) { return column(width_, v); };
    const auto slot = static_cast<std::size_t>(i.arguments[0]);
    switch (i.op) {
      case operation::number: return everywhere(static_cast<real>(i.value));
      case operation::parameter: return everywhere(parameters[slot]);
      case operation::input:
      case operation::row_input: return inputs[slot];
      case operation::row_size: return everywhere(static_cast<real>(width_));
      case operation::row_sum: {
        real sum = 0;
        for (const real v : a(0)) sum += v;
        return everywhere(sum);
      }
      case operation::row_max: return everywhere(*std::max_element(a(0).begin(), a(0).end()));
      case operation::row_argmax:
        return everywhere(static_cast<real>(std::max_element(a(0).begin(), a(0).end()) - a(0).begin()));
      case operation::row_pick: return everywhere(a(0)[static_cast<std::size_t>(a(1)[0])]);
      default: break;
    }
    column v(width_);
    for (std::size_t j = 0; j != width_; ++j) {
      if (i.op == operation::at_column) {
        v[j] = a(static_cast<real>(j) == a(0)[j] ? 1 : 2)[j];
      } else {
        std::array<real, 4> arguments{};
        for (int k = 0; k != arity(i.op); ++k) arguments[static_cast<std::size_t>(k)] = a(k)[j];
        v[j] = catalogue::apply_operation(i.op, arguments);
      }
    }
    return v;
  }

  [[nodiscard]] real scale(const instruction& i, std::size_t step, std::size_t j, const columns& scales) const {
    const auto a = [&](std::size_t k) { return std::abs(of(i.arguments[k])[j]); };
    const auto s = [&](std::size_t k) { return scales[static_cast<std::size_t>(i.arguments[k])][j]; };
    switch (i.op) {
      case operation::add:
      case operation::subtract: return std::max(s(0), s(1));
      case operation::multiply: return std::max(s(0) * a(1), a(0) * s(1));
      case operation::divide: return s(0) / a(1);
      case operation::negate: return s(0);
      case operation::row_sum: {
        const column& terms = scales[static_cast<std::size_t>(i.arguments[0])];
        return *std::max_element(terms.begin(), terms.end());
      }
      case operation::where_less:
      case operation::where_less_equal: {
        const real l = of(i.arguments[0])[j], r = of(i.arguments[1])[j];
        return s((i.op == operation::where_less ? l < r : l <= r) ? 2 : 3);
      }
      default: return std::abs(values_[step][j]);
    }
  }
};

}  // namespace ogive::document
