// SPDX-License-Identifier: MIT
// SPDX-FileCopyrightText: 2026 the ogive founders
// What takes part in bench/training.cpp: a task, and who carries it out. Each trainer stands in a file of bench/peers/.
#pragma once

#include <algorithm>
#include <chrono>
#include <cmath>
#include <cstddef>
#include <cstdint>
#include <functional>
#include <numeric>
#include <random>
#include <string>
#include <utility>
#include <vector>

#include <ogive/nn/dataset.hpp>

namespace ogive::bench {

/// A network of dense layers with rectifiers between them, trained on softmax cross entropy by Adam with its usual
/// numbers. Images are in [0, 1].
struct training_task {
  std::vector<std::size_t> sizes;  ///< of a row, of each hidden layer, the classes
  std::size_t batch = 32;
  std::size_t epochs = 2;
  const nn::image_sets* sets = nullptr;              ///< bytes
  const std::vector<float>* train_images = nullptr;  ///< the same as floats, row by row, for those who want them
  const std::vector<float>* test_images = nullptr;
  std::string data;  ///< where the sets lie
};

struct training_result {
  double seconds = 0;   ///< of the last epoch
  double accuracy = 0;  ///< on the test set, after it
};

struct trainer {
  std::string name;
  std::function<training_result(const training_task&)> run;
};

[[nodiscard]] trainer onednn_trainer();
[[nodiscard]] trainer openblas_trainer();
/// `python` runs `script`, which is mnist_torch.py.
[[nodiscard]] trainer pytorch_trainer(const std::string& python, const std::string& script);

// --- what a trainer from plain parts needs ---------------------------------------------------------------------------

/// One array that is learnt, its gradient and Adam's moments.
struct plain_parameter {
  std::vector<float> value, gradient, first, second;

  explicit plain_parameter(std::size_t size = 0) : value(size), gradient(size), first(size), second(size) {}
};

/// Adam's step t = 1, 2, …, a loop that compilers make vectors of (with -fno-math-errno).
inline void adam_step(std::size_t size, float* value, const float* gradient, float* first, float* second, int t) {
  const float beta1 = 0.9F, beta2 = 0.999F, epsilon = 1e-8F;
  const float rate = 1e-3F / (1 - std::pow(beta1, static_cast<float>(t)));
  const float correction = 1 / std::sqrt(1 - std::pow(beta2, static_cast<float>(t)));
  for (std::size_t i = 0; i != size; ++i) {
    first[i] = beta1 * first[i] + (1 - beta1) * gradient[i];
    second[i] = beta2 * second[i] + (1 - beta2) * gradient[i] * gradient[i];
    value[i] -= rate * first[i] / (std::sqrt(second[i]) * correction + epsilon);
  }
}

inline void adam_step(plain_parameter& p, int t) {
  adam_step(p.value.size(), p.value.data(), p.gradient.data(), p.first.data(), p.second.data(), t);
}

/// He's uniform weights.
inline void initialise(float* weight, std::size_t size, std::size_t inputs, std::mt19937& random) {
  const float bound = std::sqrt(6.0F / static_cast<float>(inputs));
  std::uniform_real_distribution<float> uniform(-bound, bound);
  for (std::size_t i = 0; i != size; ++i) weight[i] = uniform(random);
}

/// z becomes the gradient of the mean loss, row by row.
inline void softmax_cross_entropy(float* z, const std::uint8_t* labels, std::size_t rows, std::size_t classes) {
  const float share = 1 / static_cast<float>(rows);
  for (std::size_t i = 0; i != rows; ++i) {
    float* const row = z + i * classes;
    float top = row[0], total = 0;
    for (std::size_t j = 1; j != classes; ++j) top = std::max(top, row[j]);
    for (std::size_t j = 0; j != classes; ++j) total += row[j] = std::exp(row[j] - top);
    for (std::size_t j = 0; j != classes; ++j) row[j] *= share / total;
    row[labels[i]] -= share;
  }
}

/// Calls step(images, labels, rows) for the batches of an epoch in a new order: images are copied row by row.
template <class Step>
void shuffled_batches(const training_task& task, std::mt19937& random, const Step& step) {
  const std::size_t columns = task.sizes.front(), rows = task.sets->train.rows();
  std::vector<std::uint32_t> order(rows);
  std::iota(order.begin(), order.end(), 0U);
  std::shuffle(order.begin(), order.end(), random);
  std::vector<float> images(task.batch * columns);
  std::vector<std::uint8_t> labels(task.batch);
  for (std::size_t first = 0; first < rows; first += task.batch) {
    const std::size_t count = std::min(task.batch, rows - first);
    for (std::size_t i = 0; i != count; ++i) {
      const std::size_t from = order[first + i];
      std::copy_n(task.train_images->data() + from * columns, columns, images.data() + i * columns);
      labels[i] = task.sets->train.labels[from];
    }
    step(images.data(), labels.data(), count);
  }
}

/// The share of the test set whose greatest output is the label's; outputs(images, rows) gives rows × classes numbers.
template <class Outputs>
double accuracy_of(const training_task& task, const Outputs& outputs) {
  const std::size_t columns = task.sizes.front(), classes = task.sizes.back(), rows = task.sets->test.rows();
  std::size_t right = 0;
  for (std::size_t first = 0; first < rows; first += task.batch) {
    const std::size_t count = std::min(task.batch, rows - first);
    const float* const z = outputs(task.test_images->data() + first * columns, count);
    for (std::size_t i = 0; i != count; ++i) {
      const float* const row = z + i * classes;
      right += std::max_element(row, row + classes) - row == task.sets->test.labels[first + i] ? 1U : 0U;
    }
  }
  return static_cast<double>(right) / static_cast<double>(rows);
}

/// A training with Network(task), its step(images, labels, rows, t) and its forward(images, rows).
template <class Network>
training_result train_plainly(const training_task& task) {
  Network net(task);
  std::mt19937 random(2);
  training_result result;
  int t = 0;
  for (std::size_t epoch = 0; epoch != task.epochs; ++epoch) {
    const auto begin = std::chrono::steady_clock::now();
    shuffled_batches(task, random, [&](const float* x, const std::uint8_t* labels, std::size_t rows) {
      net.step(x, labels, rows, ++t);
    });
    result.seconds = std::chrono::duration<double>(std::chrono::steady_clock::now() - begin).count();
  }
  result.accuracy = accuracy_of(task, [&](const float* x, std::size_t rows) { return net.forward(x, rows); });
  return result;
}

}  // namespace ogive::bench
