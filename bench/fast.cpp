// SPDX-License-Identifier: MIT
// SPDX-FileCopyrightText: 2026 the ogive founders
// What fast(f) gains: value, and value with derivative, of some activations in float from the nearest cache. A line for
// each goes out, with nanoseconds for an element and the ratio stable / fast; both are timed in turn. bench.fast
#include <algorithm>
#include <array>
#include <cstddef>
#include <cstdio>
#include <ctime>
#include <limits>
#include <random>

#include <benchmark/benchmark.h>

#include <ogive/ogive.hpp>

namespace {

namespace a = ogive::activations;
using column = std::array<float, 4096>;

alignas(64) column in, out, slope;

/// Processor time of an element, in nanoseconds: others on the machine do not count.
template <class Pass>
double nanoseconds(Pass pass) {
  constexpr int passes = 1000;
  const std::clock_t start = std::clock();
  for (int i = 0; i != passes; ++i) {
    pass();
    benchmark::ClobberMemory();
  }
  return 1e9 * static_cast<double>(std::clock() - start) / CLOCKS_PER_SEC / passes / static_cast<double>(in.size());
}

template <auto F>
inline constexpr auto quick = fast(F);

template <auto F>
void compare(const char* name) {
  std::array<double, 4> best{};
  best.fill(std::numeric_limits<double>::infinity());
  for (int round = 0; round != 9; ++round) {
    const std::array<double, 4> times = {nanoseconds([] { ogive::map<F>(in, out); }),
                                         nanoseconds([] { ogive::map<quick<F>>(in, out); }),
                                         nanoseconds([] { ogive::map_with_derivative<F>(in, out, slope); }),
                                         nanoseconds([] { ogive::map_with_derivative<quick<F>>(in, out, slope); })};
    for (std::size_t k = 0; k != best.size(); ++k) best[k] = std::min(best[k], times[k]);
  }
  std::printf("%-12s value %.3f / %.3f = %.2f    with derivative %.3f / %.3f = %.2f\n", name, best[0], best[1],
              best[0] / best[1], best[2], best[3], best[2] / best[3]);
}

}  // namespace

int main() {
  std::mt19937 random(1);
  std::normal_distribution<float> normal(0, 3);
  std::generate(in.begin(), in.end(), [&] { return normal(random); });
  compare<a::sigmoid>("sigmoid");
  compare<a::tanh>("tanh");
  compare<a::softplus>("softplus");
  compare<a::softsign>("softsign");
  compare<a::swish>("swish");
  compare<a::gelu_tanh>("gelu_tanh");
  compare<a::mish>("mish");
  compare<a::lisht>("lisht");
  compare<a::telu>("telu");
  compare<a::phish>("phish");
}
