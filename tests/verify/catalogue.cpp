// SPDX-License-Identifier: MIT
// SPDX-FileCopyrightText: 2026 the ogive founders
// Law: the report of every activation is right: each derivative by each symbol, in double, against differences of the
// value, kinks between their sides, NaN kept. And the meter of accuracy misses nothing.
#include <cmath>
#include <cstddef>
#include <string>
#include <vector>

#include <catch2/catch.hpp>

#include <ogive/verify.hpp>

#include "laws/support.hpp"

namespace {

using namespace laws;
using detail::subject;

/// A record of the catalogue as a subject: the derivatives are those of its backward kernel in double.
subject subject_of(const record& r) {
  subject s = detail::formula_subject(
      r.lowered(), detail::with_derivatives(exact_program(r), detail::beside_value::all_derivatives));
  s.name = std::string(r.name);
  const std::vector<double> parameters = initial_values(r);
  s.compute = [&r, parameters](const double* in, double* out) {
    const std::size_t inputs = r.inputs.size();
    std::vector<const double*> from;
    std::vector<double*> to;
    for (std::size_t k = 0; k != inputs; ++k) from.push_back(in + k), to.push_back(out + 1 + k);
    const double one = 1;
    out[0] = r.for_double.evaluate(in, parameters.data());
    r.for_double.backward(from.data(), &one, to.data(), 1, parameters.data(), out + 1 + inputs);
  };
  return s;
}

detail::measured_function measured(const record& r, int order) {
  const auto pass_of = [&]<class T>(std::type_identity<T>) -> detail::pass<T> {
    const auto& k = r.of<T>();
    return [kernel = order == 0   ? k.value
                     : order == 1 ? k.slope
                                  : k.curvature,
            values = initial_values<T>(r)](const T* in, T* out, std::size_t n) { kernel(&in, &out, n, values.data()); };
  };
  return {"f", pass_of(std::type_identity<float>{}), pass_of(std::type_identity<double>{}), order};
}

}  // namespace

TEST_CASE("the report of every activation is right") {
  for_each_elementwise([](const record& r) {
    const subject s = subject_of(r);
    const report found = detail::inspect(s, {.points = 300});
    INFO(to_text(found));
    CHECK(found.passes_nan);
    for (const kink_report& k : found.kinks) CHECK(k.between);
    for (const overflow_report& o : found.overflows) CHECK((o.justified || std::abs(o.at) > 3.4e38));  // pau' has x⁸
    CHECK(found.derivatives.size() == r.inputs.size() + r.parameters.size());
    for (const derivative_report& d : found.derivatives) {
      CHECK(d.wrong.empty());
      CHECK(d.compared - d.undecided > 50);
    }
  });
}

TEST_CASE("kinks are found where they are") {
  const auto kinks = [](const char* name) {
    std::vector<double> at;
    for (const kink_report& k : detail::inspect(subject_of(*catalogue::find(name)), {.points = 300}).kinks)
      at.push_back(k.at);
    return at;
  };
  CHECK(kinks("relu6") == std::vector<double>{0, 6});
  CHECK(kinks("hard_tanh") == std::vector<double>{-1, 1});
  CHECK(kinks("hard_swish") == std::vector<double>{-3, 3});
  CHECK(kinks("softshrink") == std::vector<double>{-0.5, 0.5});
  CHECK(kinks("threshold") == std::vector<double>{1});
  CHECK(kinks("swish").empty());
}

TEST_CASE("points that only look good by the double kernel are judged like all others") {
  for (const char* name : {"tanh", "gelu", "mish"}) {
    const record& r = *catalogue::find(name);
    const subject s = subject_of(r);
    for (const int order : {0, 1, 2}) {
      const detail::measured_function f = measured(r, order);
      std::vector<float> in;
      for (float x = -9; x < 9; x += 0.0317F) in.push_back(x);
      detail::accuracy_meter sure(s, f), quick(s, f);
      sure.measure(in, true);
      quick.measure(in, false);
      INFO(name << " order " << order << ": " << sure.report().worst_ulp << " ULP at " << sure.report().at);
      CHECK(sure.report().worst_ulp > 0);
      CHECK(quick.report().worst_ulp == sure.report().worst_ulp);
    }
  }
}
