// SPDX-License-Identifier: MIT
// SPDX-FileCopyrightText: 2026 the ogive founders
// Floor 5, verify. A formula over rows and its vector-Jacobian product go in, both in reference numbers; the first
// column in which the product differs from the differences of the value comes out.
#pragma once

#include <cstddef>

#include <ogive/verify/check.hpp>

namespace ogive::detail {

/// A formula over rows as it is checked.
struct checked_rows {
  written_formula written;
  program_view product;  // inputs, then an upstream gradient for each result; the gradients of all symbols
  std::size_t results;
};

inline constexpr std::size_t row_columns = 3;
/// Input k of sample s, by columns; the first input is a row of scores, further ones could be probabilities.
inline constexpr double row_samples[][2][row_columns] = {
    {{0.3125, -1.21875, 2.15625}, {0.25, 0.59375, 0.15625}},
    {{12.5, -3.28125, 11.90625}, {0.03125, 0.71875, 0.25}},
    {{-0.0234375, 0.013671875, 0.005859375}, {0.40625, 0.53125, 0.0625}},
    {{-40.25, 35.5, 33.75}, {0.84375, 0.0625, 0.09375}}};
inline constexpr std::size_t row_sample_count = sizeof row_samples / sizeof *row_samples;
inline constexpr double row_upstream[row_columns] = {1.25, -0.6875, 0.40625};

/// upstream · f along one symbol: an input in one column, or a parameter.
class row_line {
 public:
  constexpr row_line(const checked_rows& f, std::size_t sample_row) : f_(f), run_(f.written.code, row_columns) {
    for (std::size_t k = 0; k != f.written.inputs; ++k) {
      for (std::size_t j = 0; j != row_columns; ++j)
        symbols_.push_back(row_samples[sample_row][k % 2][(j + k / 2) % row_columns]);
    }
    for (std::size_t k = 0; k != f.written.parameter_count; ++k) symbols_.push_back(f.written.parameters[k]);
  }

  constexpr std::size_t size() const { return symbols_.size(); }
  constexpr const real* symbols() const { return symbols_.data(); }
  constexpr void move(std::size_t symbol) { along_ = symbol, start_ = symbols_[symbol]; }
  constexpr slopes derivative() {
    const slopes d = slopes_at(*this, start_);
    symbols_[along_] = start_;
    return d;
  }

  constexpr sample operator()(real offset) {
    using namespace precise;
    symbols_[along_] = start_ + offset;
    run_.run(symbols_.data(), symbols_.data() + f_.written.inputs * row_columns);
    sample all;
    for (std::size_t r = 0; r != f_.results; ++r) {
      const std::size_t columns = is_by_column(r) ? row_columns : 1;
      for (std::size_t j = 0; j != columns; ++j) {
        const estimate& e = run_.result(r, j);
        all.value.value = add(all.value.value, multiply(row_upstream[j], e.value));
        all.value.error = add(all.value.error, multiply(absolute(row_upstream[j]), e.error));
      }
    }
    all.way = run_.way();
    return all;
  }

 private:
  checked_rows f_;
  reference_run run_;
  list<real> symbols_;
  std::size_t along_ = 0;
  real start_ = 0;

  /// Has the result a number in each column? Then so has its upstream gradient.
  [[nodiscard]] constexpr bool is_by_column(std::size_t result) const {
    for (std::size_t i = 0; i != f_.product.length(); ++i) {
      const instruction& step = f_.product[static_cast<program::position>(i)];
      if (step.op == operation::row_input && static_cast<std::size_t>(step.arguments[0]) == f_.written.inputs + result)
        return false;
    }
    return true;
  }
};

constexpr finding check_row(const checked_rows& f, std::size_t sample_row) {
  using namespace precise;
  row_line along(f, sample_row);
  const std::size_t inputs = f.written.inputs;
  list<real> values;
  for (std::size_t k = 0; k != inputs * row_columns; ++k) values.push_back(along.symbols()[k]);
  for (std::size_t r = 0; r != f.results; ++r) {
    for (const double u : row_upstream) values.push_back(u);
  }
  reference_run product(f.product, row_columns);
  product.run(values.data(), along.symbols() + inputs * row_columns);
  finding first;
  for (std::size_t j = 0; j != row_columns; ++j) first.at[j] = row_samples[sample_row][0][j];
  for (std::size_t s = 0; s != along.size(); ++s) {
    const bool is_input = s < inputs * row_columns;
    first.symbol = is_input ? s / row_columns : s - inputs * row_columns + inputs;
    along.move(s);
    const slopes expected = along.derivative();
    const estimate& derived = product.result(first.symbol, is_input ? s % row_columns : 0);
    const real slack = add(multiply(tolerance, larger_size(expected.left.value, expected.right.value)),
                           add(expected.error(), derived.error));
    const verdict v = judge(derived.value, expected.least(), expected.greatest(), slack);
    if (v == verdict::right) continue;
    first.what = v == verdict::undecided ? found::too_few_numbers : found::wrong_derivative;
    first.derived = static_cast<double>(derived.value);
    first.low = first.high = static_cast<double>(expected.left.value);
    return first;
  }
  return {};
}

}  // namespace ogive::detail
