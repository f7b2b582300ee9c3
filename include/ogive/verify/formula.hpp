// SPDX-License-Identifier: MIT
// SPDX-FileCopyrightText: 2026 the ogive founders
// Floor 5, verify. A program as it was written goes in, a subject with everything but the functions to check comes out:
// its reference are differences of the program's value in numbers of 113 bits.
#pragma once

#include <cmath>
#include <cstddef>
#include <memory>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include <ogive/verify/subject.hpp>

namespace ogive::detail {

/// A program of one element with the initial values of its parameters, kept for the life of a subject.
struct kept_formula {
  program written;
  program derived;  // the value, then the derivatives by each symbol; empty for a derivative that is not ours
  std::vector<double> parameters;

  kept_formula(program p, program d) : written(std::move(p)), derived(std::move(d)) {
    for (const parameter_slot& slot : written.parameters) parameters.push_back(slot.initial);
  }
  [[nodiscard]] written_formula view() const {
    return {program_view(written), written.inputs.size(), parameters.size(), parameters.data()};
  }
};

/// f''(0) ≈ (−f₋₂ + 16f₋₁ − 30f₀ + 16f₁ − f₂) / 12h², beside (f₋₁ − 2f₀ + f₁) / h²
inline estimate second_slope(line& f, real x) {
  using namespace precise;
  const real step = 1 / power_of_two(real_digits * 20 / 113), size = absolute(x), h = size > 1 ? size * step : step;
  const sample zero = f(0), plus1 = f(h), minus1 = f(-h), plus2 = f(2 * h), minus2 = f(-2 * h);
  for (const sample* s : {&plus1, &minus1, &plus2, &minus2}) {
    if (s->way != zero.way) return {no_number, 0};
  }
  const real near = add(plus1.value.value, minus1.value.value), far = add(plus2.value.value, minus2.value.value);
  const real noise = add(add(plus1.value.error, minus1.value.error),
                         add(add(plus2.value.error, minus2.value.error), multiply(2, zero.value.error)));
  return judged(divide(add(add(multiply(16, near), -far), multiply(-30, zero.value.value)), 12 * h * h),
                divide(add(near, multiply(-2, zero.value.value)), h * h), divide(multiply(2, noise), h * h));
}

inline estimate exact_value(const written_formula& f, int order, double x) {
  std::vector<double> inputs(f.inputs, x);
  for (std::size_t k = 1; k < f.inputs; ++k) inputs[k] = elsewhere(k);
  const written_point here(f, inputs.data());
  if (order == 0) return here.value(0);
  line along(here, 0);
  if (order == 2) return second_slope(along, x);
  const slopes d = along.derivative();
  return d.smooth ? d.left : estimate{precise::no_number, 0};
}

/// What a kernel may lose of a derivative in double by the rounding of its terms.
inline double rounding_of(const kept_formula& f, const double* inputs, symbol_place symbol) {
  if (f.derived.results.empty()) return 0;
  const program_view view(f.derived);
  const written_point derived({view, f.derived.inputs.size(), f.parameters.size(), f.parameters.data()}, inputs);
  const real error = derived.value(1 + symbol).error;
  return static_cast<double>(precise::multiply(error, kernel_roundings * real(0x1p-53) / rounding_unit));
}

inline expectation expect_of(const kept_formula& kept, const double* inputs, symbol_place symbol) {
  const written_formula f = kept.view();
  const written_point here(f, inputs);
  line along(here, symbol);
  slopes d = along.derivative();
  expectation e{.value = static_cast<double>(here.value(0).value)};
  e.left = static_cast<double>(d.left.value);
  e.right = static_cast<double>(d.right.value);
  if (!d.smooth) along.widen_to_pieces(d);
  e.low = static_cast<double>(d.least());
  e.high = static_cast<double>(d.greatest());
  e.error = static_cast<double>(d.error());
  e.smooth = d.smooth;
  if (const double rounding = rounding_of(kept, inputs, symbol); std::isfinite(rounding)) e.rounding = rounding;
  if (!d.is_decided()) e.low = e.high = not_a_number<double>;
  return e;
}

/// `derived` is the program of the value and of all derivatives, before the passes for running, if those are checked.
inline subject formula_subject(program written, program derived) {
  const auto kept = std::make_shared<const kept_formula>(std::move(written), std::move(derived));
  subject s;
  s.reference = "differences of the value in numbers of " + std::to_string(real_digits) + " bits";
  s.inputs = kept->written.inputs.size();
  for (const std::string_view name : kept->written.inputs) s.symbols.emplace_back(name);
  for (const parameter_slot& p : kept->written.parameters) s.symbols.emplace_back(p.name);
  s.unit = 0x1p-53;
  s.expect = [kept](const double* inputs, symbol_place k) { return expect_of(*kept, inputs, k); };
  s.find_kinks = [kept](std::size_t axis, const std::vector<double>& places) {
    std::vector<double> inputs;
    for (std::size_t k = 0; k != kept->written.inputs.size(); ++k) inputs.push_back(elsewhere(k));
    const auto place = [&](std::size_t i) { return places[i]; };
    return kinks_on(line(written_point(kept->view(), inputs.data()), axis), place, places.size());
  };
  s.exact = [kept](int order, double x) { return exact_value(kept->view(), order, x); };
  return s;
}

}  // namespace ogive::detail
