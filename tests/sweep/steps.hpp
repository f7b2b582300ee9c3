// SPDX-License-Identifier: MIT
// SPDX-FileCopyrightText: 2026 the ogive founders
// A program goes in, the values of its steps come out, in arithmetic of any kind: each step by itself, over all columns
// of a row, or over as many points. Nothing of the library's kernels, limits and rounding is in it.
#pragma once

#include <algorithm>
#include <array>
#include <cmath>
#include <cstddef>
#include <utility>
#include <vector>

#include <ogive/program/program.hpp>

#include "catalogue/independent.hpp"

namespace ogive::sweep {

using catalogue::apply_operation;

/// All steps of a program with their values, a column for each; inputs that are one number of a row are given in each
/// of its columns.
template <class Real>
class steps {
 public:
  using column = std::vector<Real>;
  using columns = std::vector<column>;

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

  /// The size of the terms of a result: of what cancels where the result is near a zero, else the result's own. What
  /// cancels inside of the argument of a function, or in a divisor, is none of its terms.
  [[nodiscard]] column scale(std::size_t r = 0) const {
    columns scales;
    for (std::size_t k = 0; k != values_.size(); ++k) {
      column s(width_);
      for (std::size_t j = 0; j != width_; ++j) s[j] = scale(program_->code[k], k, j, scales);
      scales.push_back(std::move(s));
    }
    return scales[static_cast<std::size_t>(program_->results[r])];
  }

 private:
  const program* program_;
  std::size_t width_;
  columns values_;

  [[nodiscard]] const column& of(program::position p) const { return values_[static_cast<std::size_t>(p)]; }

  [[nodiscard]] column value(const instruction& i, const columns& inputs, const column& parameters) const {
    const auto a = [&](int k) -> const column& { return of(i.arguments[static_cast<std::size_t>(k)]); };
    const auto everywhere = [&](const Real& v) { return column(width_, v); };
    const auto slot = static_cast<std::size_t>(i.arguments[0]);
    const auto greatest = [&] { return std::max_element(a(0).begin(), a(0).end()); };
    switch (i.op) {
      case operation::number: return everywhere(static_cast<Real>(i.value));
      case operation::parameter: return everywhere(parameters[slot]);
      case operation::input:
      case operation::row_input: return inputs[slot];
      case operation::row_size: return everywhere(static_cast<Real>(static_cast<double>(width_)));
      case operation::row_sum: {
        Real sum = 0;
        for (const Real& v : a(0)) sum = sum + v;
        return everywhere(sum);
      }
      case operation::row_max: return everywhere(*greatest());
      case operation::row_argmax: return everywhere(static_cast<Real>(static_cast<double>(greatest() - a(0).begin())));
      case operation::row_pick: return everywhere(a(0)[static_cast<std::size_t>(static_cast<double>(a(1)[0]))]);
      default: break;
    }
    column v(width_);
    std::array<Real, 4> arguments{};
    for (std::size_t j = 0; j != width_; ++j) {
      if (i.op == operation::at_column) {
        v[j] = a(static_cast<Real>(static_cast<double>(j)) == a(0)[j] ? 1 : 2)[j];
      } else {
        for (int k = 0; k != arity(i.op); ++k) arguments[static_cast<std::size_t>(k)] = a(k)[j];
        v[j] = apply_operation(i.op, arguments);
      }
    }
    return v;
  }

  [[nodiscard]] Real scale(const instruction& i, std::size_t step, std::size_t j, const columns& scales) const {
    using std::abs;
    const auto a = [&](std::size_t k) -> Real { return abs(of(i.arguments[k])[j]); };
    const auto s = [&](std::size_t k) -> const Real& { return scales[static_cast<std::size_t>(i.arguments[k])][j]; };
    const auto greater = [](const Real& u, const Real& v) { return u < v ? v : u; };
    switch (i.op) {
      case operation::add:
      case operation::subtract: return greater(s(0), s(1));
      case operation::multiply: return greater(s(0) * a(1), a(0) * s(1));
      case operation::divide: return s(0) / a(1);
      case operation::negate: return s(0);
      case operation::row_sum: {
        Real sum = 0;
        for (const Real& term : scales[static_cast<std::size_t>(i.arguments[0])]) sum = sum + term;
        return sum;
      }
      case operation::where_less:
      case operation::where_less_equal: {
        const Real &l = of(i.arguments[0])[j], &r = of(i.arguments[1])[j];
        return s((i.op == operation::where_less ? l < r : l <= r) ? 2 : 3);
      }
      default: return abs(values_[step][j]);
    }
  }
};

}  // namespace ogive::sweep
