// SPDX-License-Identifier: MIT
// SPDX-FileCopyrightText: 2026 the ogive founders
// How fast ogive is beside others: every contender of bench/peers/ on the same arrays in one run, interleaved at random,
// one thread. Out: a table of ratios, each a quotient of medians, then the bars of docs/performance.md. bench/run.sh builds
// and runs it; --benchmark_* options are Google Benchmark's.
#include <algorithm>
#include <cmath>
#include <cstdint>
#include <cstdio>
#include <ctime>
#include <fstream>
#include <map>
#include <memory>
#include <numeric>
#include <optional>
#include <random>
#include <string>
#include <string_view>
#include <tuple>
#include <utility>
#include <vector>

#include <benchmark/benchmark.h>
#include <nlohmann/json.hpp>

#include "catalogue/table.hpp"
#include "contender.hpp"

namespace {

using namespace ogive::bench;

constexpr std::size_t sizes[] = {4096, 65536, 16777216};
constexpr std::string_view family[] = {"sigmoid", "tanh", "gelu", "gelu_tanh", "swish", "mish", "elu", "softplus"};

const char* name_of(pass what) {
  return what == pass::value ? "value" : what == pass::backward ? "backward" : "value + derivative";
}

/// The arrays of a size; each begins at a cache line of its own place in a page, so that no store holds up a load.
class memory {
 public:
  explicit memory(std::size_t n) : floats_(4 * (n + 1024) + 1024) {
    float* next = floats_.data();
    next += (64 - reinterpret_cast<std::uintptr_t>(next) % 64) / sizeof(float);
    float* part[4];
    for (int k = 0; k != 4; ++k) part[k] = next + static_cast<std::size_t>(k) * (n + 13 * 16);
    std::mt19937 random(1);
    std::normal_distribution<float> normal(0, 2);
    for (std::size_t i = 0; i != n; ++i) part[0][i] = normal(random), part[1][i] = normal(random);
    view_ = {part[0], part[1], part[2], part[3], n};
  }
  [[nodiscard]] const arrays& view() const { return view_; }
  [[nodiscard]] float* x() { return const_cast<float*>(view_.x); }

 private:
  std::vector<float> floats_;
  arrays view_{};
};

memory& memory_of(std::size_t n) {
  static std::map<std::size_t, std::unique_ptr<memory>> made;
  std::unique_ptr<memory>& m = made[n];
  if (!m) m = std::make_unique<memory>(n);
  return *m;
}

/// Positive arguments for logarithms: |x|, in the arrays that all contenders of that function share.
const arrays& arguments_of(std::string_view function, std::size_t n) {
  if (function != "log" && function != "log1p") return memory_of(n).view();
  static std::map<std::size_t, std::unique_ptr<memory>> positive;
  std::unique_ptr<memory>& m = positive[n];
  if (!m) {
    m = std::make_unique<memory>(n);
    for (std::size_t i = 0; i != n; ++i) m->x()[i] = std::abs(m->x()[i]);
  }
  return m->view();
}

/// The worst error of a value in ULP, for the functions that others have.
std::optional<double> worst_ulp(const contender& c) {
  static const std::map<std::string_view, double (*)(double)> exact = {
      {"exp", [](double x) { return std::exp(x); }},     {"expm1", [](double x) { return std::expm1(x); }},
      {"log", [](double x) { return std::log(x); }},     {"log1p", [](double x) { return std::log1p(x); }},
      {"tanh", [](double x) { return std::tanh(x); }},   {"erf", [](double x) { return std::erf(x); }},
      {"sin", [](double x) { return std::sin(x); }},     {"sigmoid", [](double x) { return 1 / (1 + std::exp(-x)); }},
  };
  const auto of = exact.find(c.function);
  if (c.what != pass::value || of == exact.end()) return std::nullopt;
  const arrays& a = arguments_of(c.function, 65536);
  c.prepare(a)();
  double worst = 0;
  for (std::size_t i = 0; i != a.n; ++i) {
    const double y = of->second(static_cast<double>(a.x[i]));
    const double ulp = std::ldexp(1.0, std::max(std::ilogb(y), -126) - 23);
    worst = std::max(worst, std::abs(static_cast<double>(a.y[i]) - y) / ulp);
  }
  return worst;
}

struct key {
  std::string function;
  pass what;
  std::string peer;
  std::size_t n;
  auto operator<=>(const key&) const = default;
};

/// Keeps the processor time of every repetition, and prints nothing but a sign of life.
class collector : public benchmark::BenchmarkReporter {
 public:
  std::map<std::string, std::vector<double>> seconds;  // by a benchmark's name

  bool ReportContext(const Context&) override { return true; }
  void ReportRuns(const std::vector<Run>& runs) override {
    for (const Run& r : runs) {
      if (r.run_type != Run::RT_Iteration || r.error_occurred) continue;
      seconds[r.run_name.function_name].push_back(r.cpu_accumulated_time / static_cast<double>(r.iterations));
    }
  }
};

double median(std::vector<double> v) {
  std::nth_element(v.begin(), v.begin() + static_cast<std::ptrdiff_t>(v.size() / 2), v.end());
  return v[v.size() / 2];
}

double geometric_mean(const std::vector<double>& v) {
  return std::exp(std::accumulate(v.begin(), v.end(), 0.0, [](double s, double x) { return s + std::log(x); }) /
                  static_cast<double>(v.size()));
}

class report {
 public:
  std::map<key, double> seconds;
  std::map<std::pair<std::string, std::string>, double> ulp;  // by function and peer
  std::vector<std::string> missing_peers;

  [[nodiscard]] std::optional<double> time(std::string_view f, pass what, std::string_view peer, std::size_t n) const {
    const auto found = seconds.find({std::string(f), what, std::string(peer), n});
    if (found == seconds.end()) return std::nullopt;
    return found->second;
  }

  void print_ratios() const {
    std::printf("%-10s %-18s %10s %14s   %s\n", "function", "pass", "floats", "ogive, ns/16", "times as long as ogive (worst ULP)");
    std::map<std::tuple<std::string, pass, std::size_t>, std::vector<std::pair<std::string, double>>> lines;
    for (const auto& [k, t] : seconds) lines[{k.function, k.what, k.n}].emplace_back(k.peer, t);
    for (const auto& [line, peers] : lines) {
      const auto& [function, what, n] = line;
      const std::optional<double> own = time(function, what, "ogive", n);
      if (function == "memory") {
        std::printf("%-10s %-18s %10zu %14s   ns/16:", "memory", "the limit", n, "");
        for (const auto& [peer, t] : peers) std::printf(" %s %.2f", peer.c_str(), t * 16e9 / static_cast<double>(n));
        std::printf("\n");
      }
      if (!own) continue;
      std::printf("%-10s %-18s %10zu %14.2f  ", function.c_str(), name_of(what), n, *own * 16e9 / static_cast<double>(n));
      for (const auto& [peer, t] : peers) {
        if (peer == "ogive") continue;
        std::printf(" %s %.2f", peer.c_str(), t / *own);
        if (const auto u = ulp.find({function, peer}); u != ulp.end() && what == pass::value) std::printf(" (%.2g)", u->second);
      }
      std::printf("\n");
    }
  }

  void bar(const char* what, std::optional<double> figure, double least, bool at_most = false) {
    if (!figure) return std::printf("%-82s not measured: a peer is missing\n", what), void();
    const bool met = at_most ? *figure <= least : *figure >= least;
    std::printf("%-82s %8.2f   %s %.2f   %s\n", what, *figure, at_most ? "≤" : "≥", least, met ? "met" : "MISSED");
    bars_.push_back({{"bar", what}, {"figure", *figure}, {at_most ? "at_most" : "at_least", least}, {"met", met}});
  }

  void print_bars() {
    std::printf("\n%-82s %8s\n", "bar (65,536 floats unless it says otherwise)", "figure");
    const auto [both_mean, both_least] = against("oneDNN", pass::value_and_derivative);
    bar("value + derivative, oneDNN forward + backward / ogive, geometric mean of 8", both_mean, 3.0);
    bar("the same, least of 8", both_least, 2.0);
    const auto [value_mean, value_least] = against("oneDNN", pass::value);
    bar("value, oneDNN / ogive, geometric mean of 8", value_mean, 1.8);
    bar("the same, least of 8", value_least, 1.15);
    bar("value, fastest of Eigen, SLEEF, libmvec, xsimd at no worse accuracy / ogive, least", fastest_rival(), 1.0);
    bar("hand-written intrinsics / ogive, least of 8", least_against_intrinsics(), 0.97);
    bar("two passes / value + derivative in one, geometric mean of 8", against("ogive, two passes", pass::value_and_derivative).first, 1.4);
    bar("std:: loop of mish / ogive", quotient("mish", pass::value, "std::", "ogive"), 100);
    const auto prelu = time("prelu", pass::backward, "ogive", 65536), relu = time("relu", pass::backward, "ogive", 65536);
    if (prelu && relu) bar("prelu backward with its parameter's gradient / relu backward", *prelu / *relu, 1.25, true);
    for (const auto& [name, share] : far_) bar(name.c_str(), share, 0.9);
  }

  void far(const std::string& name, double share) { far_.emplace_back(name, share); }

  void write(const std::string& path) const {
    nlohmann::json out;
    for (const auto& [k, t] : seconds)
      out["times"].push_back({{"function", k.function}, {"pass", name_of(k.what)}, {"peer", k.peer}, {"floats", k.n}, {"seconds", t}});
    for (const auto& [k, u] : ulp) out["errors"].push_back({{"function", k.first}, {"peer", k.second}, {"worst_ulp", u}});
    out["bars"] = bars_;
    out["missing_peers"] = missing_peers;
    std::ofstream(path) << out.dump(1) << '\n';
  }

 private:
  nlohmann::json bars_ = nlohmann::json::array();
  std::vector<std::pair<std::string, double>> far_;

  [[nodiscard]] std::optional<double> quotient(std::string_view f, pass what, std::string_view a, std::string_view b) const {
    const auto s = time(f, what, a, 65536), t = time(f, what, b, 65536);
    if (!s || !t) return std::nullopt;
    return *s / *t;
  }
  [[nodiscard]] std::pair<std::optional<double>, std::optional<double>> against(std::string_view peer, pass what) const {
    std::vector<double> all;
    for (const std::string_view f : family) {
      if (const auto q = quotient(f, what, peer, "ogive")) all.push_back(*q);
    }
    if (all.size() != std::size(family)) return {};
    return {geometric_mean(all), *std::min_element(all.begin(), all.end())};
  }
  [[nodiscard]] std::optional<double> fastest_rival() const {
    std::optional<double> least;
    for (const auto& [k, error] : ulp) {
      const auto own = ulp.find({k.first, "ogive"});
      if (k.second == "ogive" || k.second == "oneDNN" || k.second == "std::" || k.second == "intrinsics" || own == ulp.end() || error > own->second) continue;
      if (const auto q = quotient(k.first, pass::value, k.second, "ogive"); q && (!least || *q < *least)) least = q;
    }
    return least;
  }
  [[nodiscard]] std::optional<double> least_against_intrinsics() const {
    std::optional<double> least;
    for (const char* f : {"sigmoid", "swish", "gelu", "mish"}) {
      for (const pass what : {pass::value, pass::value_and_derivative}) {
        if (const auto q = quotient(f, what, "intrinsics", "ogive"); q && (!least || *q < *least)) least = q;
      }
    }
    return least;
  }
};

/// Arrays far from the processor: the catalogue's values against a copy, its backward passes in place against a product.
void measure_far(report& to, int repetitions) {
  constexpr std::size_t n = 16777216;
  memory& m = memory_of(n);
  const arrays& a = m.view();
  const auto seconds_of = [&](const auto& run) {
    timespec begin{}, end{};
    clock_gettime(CLOCK_THREAD_CPUTIME_ID, &begin);
    run();
    clock_gettime(CLOCK_THREAD_CPUTIME_ID, &end);
    return static_cast<double>(end.tv_sec - begin.tv_sec) + 1e-9 * static_cast<double>(end.tv_nsec - begin.tv_nsec);
  };
  const auto share = [&](const auto& limit, const auto& run) {
    std::vector<double> shares;
    for (int r = 0; r != repetitions; ++r) {
      const double before = seconds_of(limit), own = seconds_of(run), after = seconds_of(limit);
      shares.push_back((before + after) / 2 / own);
    }
    return median(shares);
  };
  const auto copy = [&] { for (std::size_t i = 0; i != n; ++i) a.y[i] = a.x[i]; };
  const auto product = [&] { for (std::size_t i = 0; i != n; ++i) a.slope[i] *= a.x[i]; };
  std::string slowest_value, slowest_backward;
  double least_value = 10, least_backward = 10;
  int values = 0, values_met = 0, backwards = 0, backwards_met = 0;
  for (const ogive::catalogue::record& r : ogive::catalogue::table()) {
    const auto& k = r.for_float;
    if (r.inputs.size() != 1 || r.results != 1 || k.value == nullptr || k.backward == nullptr) continue;
    std::vector<float> parameters, gradients(r.parameters.size());
    for (const auto& p : r.parameters) parameters.push_back(static_cast<float>(p.initial));
    const float* in[] = {a.x, a.slope};
    float* out[] = {a.y};
    float* grad[] = {a.slope};
    const double v = share(copy, [&] { k.value(in, out, n, parameters.data()); });
    std::fill(a.slope, a.slope + n, 1.0f);
    const double b = share(product, [&] { k.backward(in, a.slope, grad, n, parameters.data(), gradients.data()); });
    ++values, values_met += v >= 0.9, ++backwards, backwards_met += b >= 0.9;
    if (v < least_value) least_value = v, slowest_value = r.name;
    if (b < least_backward) least_backward = b, slowest_backward = r.name;
    std::printf("%-18s value %5.2f of a copy, backward in place %5.2f of a product\n", std::string(r.name).c_str(), v, b);
  }
  to.far("16,777,216 floats: value, share of the copy, least of " + std::to_string(values) + ": " + slowest_value, least_value);
  to.far("the same, part of the functions that reach 0.9", static_cast<double>(values_met) / values);
  to.far("16,777,216 floats: backward in place, share of the product, least: " + slowest_backward, least_backward);
  to.far("the same, part of the functions that reach 0.9", static_cast<double>(backwards_met) / backwards);
}

}  // namespace

int main(int argc, char** argv) {
  std::string json = "ratios.json";
  bool far = true;
  int repetitions = 9;
  std::vector<char*> arguments;
  for (int i = 0; i != argc; ++i) {
    const std::string_view option = argv[i];
    if (option.starts_with("--json=")) json = option.substr(7);
    else if (option == "--near") far = false;
    else if (option.starts_with("--repetitions=")) repetitions = std::stoi(std::string(option.substr(14)));
    else arguments.push_back(argv[i]);
  }
  std::string fixed[] = {"--benchmark_repetitions=" + std::to_string(repetitions),
                         "--benchmark_enable_random_interleaving=true", "--benchmark_min_time=0.02"};
  for (std::string& option : fixed) arguments.insert(arguments.begin() + 1, option.data());
  int count = static_cast<int>(arguments.size());
  benchmark::Initialize(&count, arguments.data());
  if (benchmark::ReportUnrecognizedArguments(count, arguments.data())) return 2;

  contenders all;
  add_ogive(all);
  add_standard(all);
  add_xsimd(all);
#if defined(__AVX2__) && defined(__FMA__)
  add_intrinsics(all);
#endif
#ifdef OGIVE_BENCH_ONEDNN
  add_onednn(all);
#endif
#ifdef OGIVE_BENCH_EIGEN
  add_eigen(all);
#endif
#ifdef OGIVE_BENCH_SLEEF
  add_sleef(all);
#endif
#ifdef OGIVE_BENCH_LIBMVEC
  add_libmvec(all);
#endif
  report result;
  std::printf("compiled for:%s; missing peers:", OGIVE_BENCH_INSTRUCTIONS);
  for (const char* name : {"ogive", "std::", "xsimd", "intrinsics", "oneDNN", "Eigen", "SLEEF", "libmvec"}) {
    if (std::none_of(all.begin(), all.end(), [&](const contender& c) { return c.peer == name; })) {
      std::printf(" %s", name);
      result.missing_peers.emplace_back(name);
    }
  }
  std::printf("\n");

  std::map<std::string, key> keys;
  for (const contender& c : all) {
    for (const std::size_t n : sizes) {
      if (n == sizes[2] && !far) continue;
      const std::string name = c.function + "/" + name_of(c.what) + "/" + c.peer + "/" + std::to_string(n);
      keys[name] = {c.function, c.what, c.peer, n};
      benchmark::RegisterBenchmark(name.c_str(), [&c, n](benchmark::State& state) {
        const auto run = c.prepare(arguments_of(c.function, n));
        for (auto _ : state) {
          run();
          benchmark::ClobberMemory();
        }
      });
    }
  }
  collector times;
  benchmark::RunSpecifiedBenchmarks(&times);
  for (const auto& [name, seconds] : times.seconds) {
    if (const auto k = keys.find(name); k != keys.end()) result.seconds[k->second] = median(seconds);
  }
  for (const contender& c : all) {
    if (const auto u = worst_ulp(c)) result.ulp[{c.function, c.peer}] = *u;
  }
  result.print_ratios();
  if (far) measure_far(result, std::max(3, repetitions / 3));
  result.print_bars();
  result.write(json);
  std::printf("\nall times: %s\n", json.c_str());
  benchmark::Shutdown();
}
