// SPDX-License-Identifier: MIT
// SPDX-FileCopyrightText: 2026 the ogive founders
// Law of rewriting::fast: over the catalogue its results and first derivatives differ from the stable ones by no more
// than fast(f) promises, have the same NaN and the same limits, and cost no more. `--success` prints the largest
// differences.
#include <cmath>
#include <limits>
#include <string>
#include <vector>

#include <catch2/catch.hpp>

#include <ogive/calculus/programs.hpp>

#include "laws/support.hpp"

using namespace laws;

namespace {

constexpr double promised = 1e-5;  // of 1 + |f|

/// What lies between −20 and 20, every fourth power of two with both signs, infinity and NaN.
std::vector<float> samples() {
  std::vector<float> x = {0.0F, std::numeric_limits<float>::infinity(), std::numeric_limits<float>::max(),
                          std::numeric_limits<float>::quiet_NaN()};
  for (int n = -149; n < 128; n += 4) x.push_back(std::ldexp(1.0F, n));
  for (int k = 1; k != 800; ++k) x.push_back(0.025F * static_cast<float>(k));
  for (std::size_t i = x.size(); i-- != 0;) x.push_back(-x[i]);
  return x;
}

}  // namespace

TEST_CASE("fast rules stay near the stable ones") {
  const std::vector<float> x = samples();
  for_each_elementwise([&](const record& r) {
    program p = differentiate(exact_program(r), detail::every_symbol(exact_program(r), false), true);
    const program stable = executable(p);
    p.rules = rewriting::fast;
    const program fast = executable(p);
    const std::vector<float> parameters = initial_values<float>(r);
    double worst = 0;
    std::string where;
    for (const float at : x) {
      if (r.inputs.size() > 1 && std::isinf(at)) continue;  // ∞ · 0 has no value
      std::vector<float> inputs(r.inputs.size(), 0.4375F - at);
      inputs[0] = at;
      const std::vector<float> expected = step_values<float>(stable, inputs, parameters);
      const std::vector<float> got = step_values<float>(fast, inputs, parameters);
      for (std::size_t k = 0; k != stable.results.size(); ++k) {
        const float e = expected[static_cast<std::size_t>(stable.results[k])];
        const float g = got[static_cast<std::size_t>(fast.results[k])];
        if (e == g || (std::isnan(e) && std::isnan(g))) continue;
        const double difference = std::abs(static_cast<double>(g) - e) / (1 + std::abs(static_cast<double>(e)));
        if (difference <= worst) continue;
        worst = std::isnan(difference) ? std::numeric_limits<double>::infinity() : difference;
        where = "result " + std::to_string(k) + " at " + std::to_string(at) + ": " + std::to_string(g) + " for " +
                std::to_string(e);
      }
    }
    INFO(r.name << ": " << worst << ", " << where);
    CHECK(worst <= promised);
  });
}

TEST_CASE("fast rules cost no more than the stable ones") {
  for_each_activation([&](const record& r) {
    if (r.over_rows) return;
    const program value = exact_program(r);
    for (program p : {value, differentiate(value, detail::every_symbol(value, false), true)}) {
      const int stable = cost_to_run(executable(p));
      p.rules = rewriting::fast;
      INFO(r.name << ", " << p.results.size() << " results");
      CHECK(cost_to_run(executable(p)) <= stable);
    }
  });
}

TEST_CASE("fast rules share an exponential where that is cheaper") {
  const auto counts = [](const auto& f, operation op) {
    program p = lower(f);
    p.rules = rewriting::fast;
    int count = 0;
    for (const instruction& i : executable(p).code) count += i.op == op;
    return count;
  };
  using namespace symbols;
  CHECK(counts(x * tanh(x), operation::fast_tanh) == 1);
  CHECK(counts(x * tanh(x) + sigmoid(2 * x), operation::fast_tanh) == 0);
  CHECK(counts(x * tanh(softplus(x)), operation::fast_tanh) == 0);
}
