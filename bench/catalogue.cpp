// SPDX-License-Identifier: MIT
// SPDX-FileCopyrightText: 2026 the ogive founders
// The catalogue goes in; the speed of every activation comes out: its value, its value with all derivatives, its
// backward pass, in float, from the nearest cache (4096 elements) and from far off (2²⁰). `copies` is the time in
// copies of the input, by a plain loop that is timed right beside: a ratio travels better than a time. bench.catalogue
// --benchmark_filter=value/ --benchmark_format=csv
#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <ctime>
#include <limits>
#include <memory>
#include <random>
#include <string>
#include <vector>

#include <benchmark/benchmark.h>

#include "catalogue/table.hpp"

namespace {

using ogive::catalogue::record;

constexpr std::int64_t near = 4096;
constexpr std::int64_t far = 1 << 20;
constexpr std::size_t row = 128;  // elements of a row, for formulas over rows

/// Processor time: others on the machine do not count.
double seconds() { return static_cast<double>(std::clock()) / CLOCKS_PER_SEC; }

[[gnu::noinline]] void copy(const float* in, float* out, std::size_t n) {
  for (std::size_t i = 0; i != n; ++i) out[i] = in[i];
}

/// All that the kernels of one activation read and write: inputs and an upstream gradient, outputs, parameters.
class arrays {
 public:
  arrays(const record& r, std::size_t n) : n_(n) {
    // each begins with a cache line, and no two at the same place of a page: stores would hold up loads
    constexpr std::size_t line = 64 / sizeof(float);
    const std::size_t inputs = r.inputs.size() + 1, outputs = r.results * inputs, stride = n + 13 * line;
    std::size_t space = ((inputs + outputs) * stride + line) * sizeof(float);
    memory_.resize(space / sizeof(float));
    void* begin = memory_.data();
    float* next = static_cast<float*>(std::align(64, space - 64, begin, space));
    std::mt19937 random(1);
    std::normal_distribution<float> normal;
    std::uniform_real_distribution<float> uniform;
    for (std::size_t k = 0; k != inputs; ++k, next += stride) {  // x is spread as a layer sees it, others in [0, 1)
      std::generate_n(next, n, [&] { return k == 0 ? normal(random) : uniform(random); });
      in_.push_back(next);
    }
    for (std::size_t k = 0; k != outputs; ++k, next += stride) out_.push_back(next);
    for (const auto& parameter : r.parameters) parameters_.push_back(static_cast<float>(parameter.initial));
    gradients_.resize(parameters_.size());
  }

  [[nodiscard]] std::size_t size() const { return n_; }
  [[nodiscard]] const float* const* in() const { return in_.data(); }
  [[nodiscard]] const float* upstream() const { return in_.back(); }
  [[nodiscard]] float* const* out() const { return out_.data(); }
  [[nodiscard]] const float* parameters() const { return parameters_.data(); }
  [[nodiscard]] float* gradients() { return gradients_.data(); }

  /// The time of one copy: the shortest of a few, each long enough for the clock.
  [[nodiscard]] double seconds_of_copy() const {
    const std::size_t calls = (std::size_t{1} << 23) / n_;
    double best = std::numeric_limits<double>::infinity();
    for (int round = 0; round != 5; ++round) {
      const double start = seconds();
      for (std::size_t i = 0; i != calls; ++i) {
        copy(in_[0], out_[0], n_);
        benchmark::ClobberMemory();
      }
      best = std::min(best, (seconds() - start) / static_cast<double>(calls));
    }
    return best;
  }

 private:
  std::size_t n_;
  std::vector<float> memory_;
  std::vector<const float*> in_;
  std::vector<float*> out_;
  std::vector<float> parameters_;
  std::vector<float> gradients_;
};

/// Times pass(arrays) and states it as elements for each second and as copies.
template <class Pass>
void add(const std::string& name, const record& r, const Pass& pass) {
  const auto run = [&r, pass](benchmark::State& state) {
    arrays data(r, static_cast<std::size_t>(state.range(0)));
    const double copy_before = data.seconds_of_copy();
    const double start = seconds();
    for (auto _ : state) {
      pass(data);
      benchmark::ClobberMemory();
    }
    const double each = (seconds() - start) / static_cast<double>(state.iterations());
    state.SetItemsProcessed(state.iterations() * state.range(0));
    state.counters["copies"] = each / std::min(copy_before, data.seconds_of_copy());
  };
  benchmark::RegisterBenchmark((name + "/" + std::string(r.name)).c_str(), run)->Arg(near)->Arg(far);
}

void add_all(const record& r) {
  const ogive::catalogue::kernels<float>& k = r.for_float;
  if (k.value != nullptr) add("value", r, [&k](arrays& a) { k.value(a.in(), a.out(), a.size(), a.parameters()); });
  if (k.value_with_derivatives != nullptr)
    add("with_derivative", r, [&k](arrays& a) { k.value_with_derivatives(a.in(), a.out(), a.size(), a.parameters()); });
  if (k.backward != nullptr)
    add("backward", r,
        [&k](arrays& a) { k.backward(a.in(), a.upstream(), a.out(), a.size(), a.parameters(), a.gradients()); });
  if (k.map_rows != nullptr)
    add("value", r, [&k](arrays& a) { k.map_rows(a.in(), a.out(), a.size() / row, row, a.parameters()); });
  if (k.backward_rows != nullptr)
    add("backward", r, [&k](arrays& a) {
      k.backward_rows(a.in(), a.upstream(), a.out(), a.size() / row, row, a.parameters(), a.gradients());
    });
}

}  // namespace

int main(int argc, char** argv) {
  // a tenth of the usual time for each: there are several hundred; a flag of the caller comes later and wins
  std::string shorter = "--benchmark_min_time=0.05";
  std::vector<char*> arguments(argv, argv + argc);
  arguments.insert(arguments.begin() + 1, shorter.data());
  int count = static_cast<int>(arguments.size());
  benchmark::Initialize(&count, arguments.data());
  if (benchmark::ReportUnrecognizedArguments(count, arguments.data())) return 2;
  for (const record& r : ogive::catalogue::table()) add_all(r);
  benchmark::RunSpecifiedBenchmarks();
  benchmark::Shutdown();
}
