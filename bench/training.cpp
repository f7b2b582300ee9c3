// SPDX-License-Identifier: MIT
// SPDX-FileCopyrightText: 2026 the ogive founders
// How fast ogive trains MNIST beside others: the same network, batch, optimiser and data through each trainer of
// bench/peers/, in one run, turn by turn, one thread. Out: for each task the median seconds of an epoch, the ratio to
// ogive, and the part of the measured peak of fused multiply-adds; then two threads, other activations, and the bars of
// docs/performance.md. bench/training.sh builds and runs it.
#include <algorithm>
#include <array>
#include <chrono>
#include <cstdint>
#include <cstdio>
#include <cstdlib>
#include <exception>
#include <fstream>
#include <map>
#include <numeric>
#include <span>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include <nlohmann/json.hpp>

#include <CLI/CLI.hpp>
#include <benchmark/benchmark.h>

#include <ogive/activations/catalogue.hpp>
#include <ogive/expr.hpp>
#include <ogive/kernel/register.hpp>
#include <ogive/nn.hpp>

#include "trainer.hpp"

namespace {

using namespace ogive::bench;
namespace activations = ogive::activations;
namespace nn = ogive::nn;
using clock_type = std::chrono::steady_clock;

double seconds_since(clock_type::time_point begin) {
  return std::chrono::duration<double>(clock_type::now() - begin).count();
}

double median(std::vector<double> all) {
  std::sort(all.begin(), all.end());
  const std::size_t n = all.size();
  return n == 0 ? 0 : (all[(n - 1) / 2] + all[n / 2]) / 2;
}

/// The most multiply-adds that one thread does, in 10⁹ operations a second: twelve chains of them in registers, which
/// is enough for two units with a latency of up to six cycles.
double measured_peak() {
  using batch = ogive::detail::native_batch<float>;
  using ogive::detail::broadcast;
  constexpr std::size_t chains = 12, turns = 4'000'000;
  batch factor = broadcast<batch>(0.999), term = broadcast<batch>(0.001);
  benchmark::DoNotOptimize(factor);
  benchmark::DoNotOptimize(term);
  const auto begin = clock_type::now();
  [&]<std::size_t... Chain>(std::index_sequence<Chain...>) {
    std::array<batch, chains> sums{broadcast<batch>(static_cast<double>(Chain))...};
    for (std::size_t turn = 0; turn != turns; ++turn)
      ((sums[Chain] = ogive::detail::multiply_add(sums[Chain], factor, term)), ...);
    batch total = ((sums[Chain]) + ...);
    benchmark::DoNotOptimize(total);
  }
  (std::make_index_sequence<chains>{});
  const double seconds = seconds_since(begin);
  return 2.0 * ogive::detail::lanes<batch> * chains * turns / seconds / 1e9;
}

/// The operations of an epoch's products: forward and the gradient of the weights in each layer, δ in all but the
/// first.
double operations_of(const training_task& task) {
  double products = 0;
  for (std::size_t i = 0; i + 1 != task.sizes.size(); ++i)
    products += static_cast<double>(task.sizes[i] * task.sizes[i + 1]) * (i == 0 ? 2 : 3);
  return 2 * products * static_cast<double>(task.sets->train.rows());
}

template <auto F>
trainer ogive_trainer(std::string name, std::size_t threads = 1) {
  return {std::move(name), [threads](const training_task& task) {
            std::vector<nn::dense_layer<float>> layers;
            for (std::size_t i = 0; i + 2 != task.sizes.size(); ++i)
              layers.push_back(nn::dense<F>(task.sizes[i], task.sizes[i + 1]));
            layers.push_back(nn::dense<ogive::symbols::x>(task.sizes[task.sizes.size() - 2], task.sizes.back()));
            auto net = nn::make_network(std::move(layers));
            const auto history = nn::train(net, nn::adam{}, task.sets->train,
                                           {.epochs = task.epochs, .batch = task.batch, .threads = threads});
            return training_result{history.back().seconds, nn::evaluate(net, task.sets->test).accuracy()};
          }};
}

struct outcome {
  std::string name;
  std::vector<double> seconds, accuracies;

  [[nodiscard]] double time() const { return median(seconds); }
};

struct race {
  std::vector<outcome> outcomes;
  double peak = 0;
  double operations = 0;

  [[nodiscard]] double time(std::string_view name) const {
    for (const outcome& o : outcomes) {
      if (o.name == name) return o.time();
    }
    return 0;
  }
  /// How many times the time of `other` is that of `name`; 0 if one is missing. The median over the rounds.
  [[nodiscard]] double ratio(std::string_view other, std::string_view name) const {
    const std::vector<double>*a = nullptr, *b = nullptr;
    for (const outcome& o : outcomes) {
      if (o.name == other) a = &o.seconds;
      if (o.name == name) b = &o.seconds;
    }
    if (a == nullptr || b == nullptr) return 0;
    std::vector<double> all;
    for (std::size_t k = 0; k != a->size(); ++k) all.push_back((*a)[k] / (*b)[k]);
    return median(all);
  }
};

/// Every trainer in each round, one after the other.
race run(const training_task& task, const std::vector<trainer>& trainers, std::size_t rounds) {
  race r;
  r.operations = operations_of(task);
  for (const trainer& t : trainers) r.outcomes.push_back({t.name, {}, {}});
  std::vector<double> peaks;
  for (std::size_t round = 0; round != rounds; ++round) {
    peaks.push_back(measured_peak());
    for (std::size_t k = 0; k != trainers.size(); ++k) {
      const training_result result = trainers[k].run(task);
      r.outcomes[k].seconds.push_back(result.seconds);
      r.outcomes[k].accuracies.push_back(result.accuracy);
    }
  }
  r.peak = median(peaks);
  return r;
}

std::string shape_of(const training_task& task) {
  std::string shape;
  for (const std::size_t size : task.sizes) shape.append(shape.empty() ? "" : "-").append(std::to_string(size));
  return shape + ", batch " + std::to_string(task.batch);
}

void print(const training_task& task, const race& r) {
  std::printf("\n%s, adam: %.1f GFLOP an epoch; peak %.1f GFLOP/s\n", shape_of(task).c_str(), r.operations / 1e9,
              r.peak);
  std::printf("  %-16s %9s %9s %9s %8s %10s\n", "", "s/epoch", "/ ogive", "GFLOP/s", "of peak", "accuracy");
  for (const outcome& o : r.outcomes) {
    const double rate = r.operations / o.time() / 1e9;
    std::printf("  %-16s %9.3f %9.2f %9.1f %7.0f%% %9.2f%%\n", o.name.c_str(), o.time(), r.ratio(o.name, "ogive"), rate,
                100 * rate / r.peak, 100 * median(o.accuracies));
  }
  std::fflush(stdout);
}

template <class Run>
double best_time(const Run& run) {
  double best = 1e9;
  for (int k = 0; k != 20; ++k) {
    const auto begin = clock_type::now();
    run();
    best = std::min(best, seconds_since(begin));
  }
  return best;
}

/// What an epoch cannot do without, each measured by itself: products at the peak, Adam's pass over the weights and
/// their moments, the rows of the batches, the loss.
void print_floor(const training_task& task, const race& r) {
  const std::size_t rows = task.sets->train.rows(), steps = (rows + task.batch - 1) / task.batch;
  const double products = r.operations / r.peak / 1e9;
  double optimiser = 0;
  for (std::size_t i = 0; i + 1 != task.sizes.size(); ++i) {
    nn::matrix<float> weight(task.sizes[i], task.sizes[i + 1]), gradient(task.sizes[i], task.sizes[i + 1]);
    nn::moments_of<float, nn::adam> moments(weight);
    optimiser += static_cast<double>(steps) * best_time([&] { nn::update(weight, gradient, moments, nn::adam{}, 1); });
  }
  nn::matrix<float> x(task.batch, task.sizes.front()), z(task.batch, task.sizes.back()), delta = z;
  std::vector<std::uint8_t> labels(task.batch);
  std::vector<nn::row_loss> losses(task.batch);
  std::vector<std::uint32_t> order(rows);
  std::iota(order.begin(), order.end(), 0U);
  nn::generator random(1);
  nn::shuffle(order, random);
  const double gather = best_time([&] {
    for (std::size_t first = 0; first + task.batch <= rows; first += task.batch)
      task.sets->train.gather(std::span<const std::uint32_t>(order).subspan(first, task.batch), x.view(),
                              std::span(labels));
  });
  const double loss =
      static_cast<double>(steps) * best_time([&] {
        nn::softmax_cross_entropy<float>(std::as_const(z).view(), labels, {0, task.batch}, delta.view(), losses);
      });
  std::printf("  ogive's floor: products %.3f + optimiser %.3f + rows %.3f + loss %.3f = %.3f s\n", products, optimiser,
              gather, loss, products + optimiser + gather + loss);
}

struct bar {
  std::string what;
  double found, wanted;
  bool at_most = false;
};

void print(const std::vector<bar>& bars) {
  std::printf("\n%-64s %8s %8s\n", "bar", "figure", "wanted");
  for (const bar& b : bars) {
    if (b.found == 0) {
      std::printf("%-64s %8s %8.2f  not measured\n", b.what.c_str(), "", b.wanted);
      continue;
    }
    const bool met = b.at_most ? b.found <= b.wanted : b.found >= b.wanted;
    std::printf("%-64s %8.2f %8.2f  %s\n", b.what.c_str(), b.found, b.wanted, met ? "met" : "missed");
  }
}

std::vector<float> as_floats(const nn::labelled_rows<std::uint8_t>& rows) {
  std::vector<float> all(rows.elements.size());
  std::transform(rows.elements.begin(), rows.elements.end(), all.begin(),
                 [](std::uint8_t e) { return static_cast<float>(e) / 255; });
  return all;
}

void measure(const std::string& data, const std::string& python, std::size_t rounds, const std::string& json_file) {
  const nn::image_sets sets = nn::load_mnist(data);
  const std::vector<float> train = as_floats(sets.train), test = as_floats(sets.test);
  std::vector<trainer> peers{ogive_trainer<activations::relu>("ogive")};
  peers.push_back(ogive_trainer<activations::relu>("ogive, 2 threads", 2));
#ifdef OGIVE_BENCH_ONEDNN
  peers.push_back(onednn_trainer());
#else
  std::printf("oneDNN is not here: left out\n");
#endif
#ifdef OGIVE_BENCH_OPENBLAS
  peers.push_back(openblas_trainer());
#else
  std::printf("OpenBLAS is not here: left out\n");
#endif
  if (!python.empty()) peers.push_back(pytorch_trainer(python, OGIVE_BENCH_PEERS "/mnist_torch.py"));
  else std::printf("PyTorch is not here: left out\n");
  const std::vector<trainer> shapes{ogive_trainer<activations::relu>("ogive"), ogive_trainer<activations::mish>("mish"),
                                    ogive_trainer<activations::gelu>("gelu"),
                                    ogive_trainer<activations::swish>("swish"),
                                    ogive_trainer<activations::prelu>("prelu")};

  const auto task = [&](std::vector<std::size_t> sizes, std::size_t batch) {
    return training_task{std::move(sizes), batch, 2, &sets, &train, &test, data};
  };
  const training_task article = task({784, 128, 10}, 32), wide = task({784, 128, 10}, 128),
                      deep = task({784, 512, 512, 10}, 128);
  std::map<std::string, race> all;
  const auto go = [&](const std::string& name, const training_task& t, const std::vector<trainer>& who) -> const race& {
    const race& r = all[name] = run(t, who, rounds);
    print(t, r);
    print_floor(t, r);
    return r;
  };
  const race& a = go("article", article, peers);
  const race& w = go("batch 128", wide, peers);
  const race& d = go("deep", deep, peers);
  std::printf("\nother activations instead of relu:");
  const race& s = go("activations", article, shapes);
  double slowest = 0;
  for (const outcome& o : s.outcomes) slowest = std::max(slowest, s.ratio(o.name, "ogive"));
  const auto of_peak = [](const race& r) { return r.operations / r.time("ogive") / 1e9 / r.peak; };
  print({{"784-128-10, batch 32: PyTorch / ogive", a.ratio("PyTorch", "ogive"), 4},
         {"784-128-10, batch 128: PyTorch / ogive", w.ratio("PyTorch", "ogive"), 3.3},
         {"784-128-10, batch 128: oneDNN / ogive", w.ratio("oneDNN", "ogive"), 1.15},
         {"784-128-10, batch 128: OpenBLAS / ogive", w.ratio("OpenBLAS", "ogive"), 1.2},
         {"784-512-512-10, batch 128: PyTorch / ogive", d.ratio("PyTorch", "ogive"), 3},
         {"784-512-512-10, batch 128: oneDNN / ogive", d.ratio("oneDNN", "ogive"), 1.15},
         {"784-128-10, batch 128: part of the peak", of_peak(w), 0.75},
         {"784-512-512-10, batch 128: part of the peak", of_peak(d), 0.8},
         {"784-128-10, batch 128: one thread / two", w.ratio("ogive", "ogive, 2 threads"), 1.6},
         {"784-512-512-10, batch 128: one thread / two", d.ratio("ogive", "ogive, 2 threads"), 1.75},
         {"784-128-10, batch 32: slowest of mish, gelu, swish, prelu / relu", slowest, 1.1, true}});

  if (json_file.empty()) return;
  nlohmann::json json;
  for (const auto& [name, r] : all) {
    json[name]["peak GFLOP/s"] = r.peak;
    json[name]["GFLOP an epoch"] = r.operations / 1e9;
    for (const outcome& o : r.outcomes)
      json[name]["seconds"][o.name] = o.seconds, json[name]["accuracy"][o.name] = o.accuracies;
  }
  std::ofstream(json_file) << json.dump(1) << '\n';
}

}  // namespace

int main(int argc, char** argv) {
  const char* const directory = std::getenv("MNIST_DIR");
  std::string data = directory == nullptr ? "" : directory, python, json;
  std::size_t rounds = 5;
  CLI::App app("Epochs of MNIST through ogive and its peers: seconds, ratios, and the part of the machine's peak.");
  app.add_option("--data", data, "directory with the four IDX files, plain or .gz; default $MNIST_DIR");
  app.add_option("--python", python, "an interpreter with PyTorch; without one PyTorch is left out");
  app.add_option("--rounds", rounds, "of which medians are taken")->check(CLI::Range(1, 1000))->capture_default_str();
  app.add_option("--json", json, "a file for all times");
  CLI11_PARSE(app, argc, argv);
  if (data.empty()) {
    std::fprintf(stderr, "training: no data: pass --data DIR or set MNIST_DIR\n");
    return 3;
  }
  try {
    measure(data, python, rounds, json);
  } catch (const std::exception& error) {
    std::fprintf(stderr, "training: %s\n", error.what());
    return 1;
  }
  return 0;
}
