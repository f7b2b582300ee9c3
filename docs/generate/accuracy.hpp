// SPDX-License-Identifier: MIT
// SPDX-FileCopyrightText: 2026 the ogive founders
// An activation goes in, the greatest errors of its float kernels come out, in units of the last place, against the
// same formula in long double.
#pragma once

#include <bit>
#include <cmath>
#include <cstdint>
#include <limits>
#include <vector>

#include "reference.hpp"

namespace ogive::document {

/// The greatest error seen, and where.
struct worst {
  real error = 0;
  float at = 0;

  void see(real e, float x) {
    if (e > error || std::isnan(e)) error = std::isnan(e) ? std::numeric_limits<real>::infinity() : e, at = x;
  }
};

struct accuracy {
  worst value, slope;
};

/// In ULP of the result; where terms cancel, in 2⁻²⁴ of the largest term, if that is less. Below 10⁻³⁰, where
/// a factor may be subnormal and have few digits, an error counts as 0.
inline real error_of(float computed, real expected, real scale) {
  using limits = std::numeric_limits<float>;
  const real size = std::abs(expected), error = std::abs(static_cast<real>(computed) - expected);
  if (!(std::max(size, error) >= 1e-30L && size <= limits::max())) return 0;
  const real unit = std::ldexp(real{1}, std::max(std::ilogb(size) + 1, limits::min_exponent) - limits::digits);
  return scale > 0 ? std::min(error / unit, error / (scale * 0x1p-24L)) : error / unit;
}

/// Every 20011th float from 2⁻¹³ to 20, and its negative.
inline std::vector<float> float_sample() {
  std::vector<float> sample;
  const auto last = std::bit_cast<std::uint32_t>(20.0F);
  for (auto bits = std::bit_cast<std::uint32_t>(0x1p-13F); bits <= last; bits += 20011) {
    sample.push_back(std::bit_cast<float>(bits));
    sample.push_back(-sample.back());
  }
  return sample;
}

inline columns widened(const std::vector<std::vector<float>>& narrow) {
  columns wide;
  for (const std::vector<float>& c : narrow) wide.emplace_back(c.begin(), c.end());
  return wide;
}

template <class Column>
auto pointers(Column& of) {
  std::vector<decltype(of[0].data())> p;
  for (auto& c : of) p.push_back(c.data());
  return p;
}

/// The initial values as the kernels get them.
inline std::vector<float> float_parameters(const record& r) {
  std::vector<float> values;
  for (const parameter_slot& p : r.parameters) values.push_back(static_cast<float>(p.initial));
  return values;
}

inline accuracy elementwise_accuracy(const record& r) {
  const std::vector<float> sample = float_sample(), parameters = float_parameters(r);
  const std::size_t n = sample.size();
  std::vector<std::vector<float>> in{sample}, out(1 + r.inputs.size(), sample);
  for (std::size_t k = 1; k != r.inputs.size(); ++k) {
    in.push_back(sample);
    for (std::size_t i = 0; i != n; ++i) in[k][i] = sample[i * 7919 % n];
  }
  const std::vector<std::vector<float>>& given = in;
  r.for_float.value_with_derivatives(pointers(given).data(), pointers(out).data(), n, parameters.data());
  accuracy a;
  for (const bool slope : {false, true}) {
    const program p = slope ? derivative_program(r, by_x) : exact_program(r);
    const steps exact(p, widened(in), {parameters.begin(), parameters.end()});
    const column scale = exact.scale();
    worst& w = slope ? a.slope : a.value;
    for (std::size_t i = 0; i != n; ++i) w.see(error_of(out[slope][i], exact.result()[i], scale[i]), sample[i]);
  }
  return a;
}

/// Of rows of 32 columns: x in [−4, 4], the second input and upstream gradients in (0, 1).
inline accuracy row_accuracy(const record& r) {
  constexpr std::size_t rows = 64, width = 32;
  const std::size_t results = r.one_for_each_row ? 1 : width;
  std::uint32_t state = 1;
  const auto uniform = [&] {
    state = state * 1664525U + 1013904223U;
    return static_cast<float>(state >> 8U) * 0x1p-24F;
  };
  std::vector<std::vector<float>> in(r.inputs.size(), std::vector<float>(rows * width));
  for (std::size_t k = 0; k != in.size(); ++k) {
    for (float& v : in[k]) v = k == 0 ? 8 * uniform() - 4 : uniform();
  }
  std::vector<float> out(rows * results), upstream(rows * results), parameters = float_parameters(r), sums = parameters;
  for (float& v : upstream) v = uniform();
  std::vector<std::vector<float>> grad = in;
  const std::vector<std::vector<float>>& given = in;
  float* const to = out.data();
  r.for_float.map_rows(pointers(given).data(), &to, rows, width, parameters.data());
  r.for_float.backward_rows(pointers(given).data(), upstream.data(), pointers(grad).data(), rows, width,
                            parameters.data(), sums.data());
  accuracy a;
  for (std::size_t row = 0; row != rows; ++row) {
    columns inputs;
    const auto cut = [&](const std::vector<float>& v) {
      inputs.emplace_back(v.begin() + static_cast<std::ptrdiff_t>(row * width),
                          v.begin() + static_cast<std::ptrdiff_t>((row + 1) * width));
    };
    for (const std::vector<float>& v : in) cut(v);
    const column wide_parameters(parameters.begin(), parameters.end());
    const auto compare = [&](const program& p, const float* computed, std::size_t count, worst& w) {
      const steps exact(p, inputs, wide_parameters);
      const column scale = exact.scale();
      for (std::size_t j = 0; j != count; ++j)
        w.see(error_of(computed[j], exact.result()[j], scale[j]), in[0][row * width + j]);
    };
    compare(exact_program(r), out.data() + row * results, results, a.value);
    if (r.one_for_each_row) inputs.emplace_back(width, static_cast<real>(upstream[row]));
    else cut(upstream);
    compare(derivative_program(r, by_x), grad[0].data() + row * width, width, a.slope);
  }
  return a;
}

inline accuracy accuracy_of(const record& r) { return r.over_rows ? row_accuracy(r) : elementwise_accuracy(r); }

}  // namespace ogive::document
