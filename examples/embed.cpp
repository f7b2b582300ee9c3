// SPDX-License-Identifier: MIT
// SPDX-FileCopyrightText: 2026 the ogive founders
// ogive inside an engine that has its own memory and its own loop over layers: the engine knows an activation by three
// function pointers, the formulas stand in one table, and what they read and write is a std::vector or, where Eigen is
// installed, a map of its matrices.
#include <cmath>
#include <cstdio>
#include <span>
#include <string_view>
#include <vector>

#if __has_include(<Eigen/Core>)
#include <Eigen/Core>
#endif

#include <ogive/ogive.hpp>

using namespace ogive::symbols;

// [engine]
namespace engine {

/// What the engine keeps of a layer between its passes.
struct buffers {
  std::vector<float> in, out, slope;
};

/// All that the engine knows of an activation.
struct activation {
  std::string_view name, derivative;
  void (*forward)(buffers&);
  void (*backward)(const buffers&, std::span<float> gradient);  // in place
};

template <auto F>
constexpr activation make(std::string_view name) {
  return {name, ogive::text<derive(F)>,
          [](buffers& b) { ogive::map_with_derivative<F>(b.in, b.out, b.slope); },
          [](const buffers& b, std::span<float> gradient) {
            ogive::map<x * y>(b.slope, gradient, gradient);
          }};
}

}  // namespace engine

constexpr engine::activation activations[] = {
    engine::make<x * sigmoid(x)>("swish"),
    engine::make<where(x > 0, x, 0.01 * x)>("leaky_relu"),
    engine::make<x * tanh(softplus(x))>("mish"),
};
// [engine]

int main() {
  engine::buffers layer{.in = std::vector<float>(256), .out = std::vector<float>(256), .slope = std::vector<float>(256)};
  for (std::size_t i = 0; i != layer.in.size(); ++i) layer.in[i] = static_cast<float>(i) / 32 - 4;
  bool right = true;
  for (const engine::activation& a : activations) {
    std::vector<float> gradient(layer.in.size(), 1.0f);
    a.forward(layer);
    a.backward(layer, gradient);
    // the slope agrees with a difference of the values
    float worst = 0;
    for (std::size_t i = 1; i + 1 != layer.in.size(); ++i) {
      const float difference = (layer.out[i + 1] - layer.out[i - 1]) * 16;
      if (std::abs(layer.in[i]) > 0.05f) worst = std::max(worst, std::abs(difference - gradient[i]));
    }
    std::printf("%-11s f' = %s\n", std::string(a.name).c_str(), std::string(a.derivative).c_str());
    right = right && worst < 2e-3f;
  }

#if __has_include(<Eigen/Core>)
  // [eigen]
  // Eigen's view of a layer's own memory, written by Eigen and activated in place
  std::vector<float> storage(16 * 8);
  Eigen::Map<Eigen::MatrixXf> layer_in_eigen(storage.data(), 16, 8);
  layer_in_eigen.setRandom();
  const Eigen::MatrixXf weighted = layer_in_eigen;
  ogive::map<x * sigmoid(x)>(layer_in_eigen, layer_in_eigen);
  const Eigen::Map<Eigen::MatrixXf>& activated = layer_in_eigen;
  // [eigen]
  const float expected = weighted(3, 2) / (1 + std::exp(-weighted(3, 2)));
  right = right && std::abs(activated(3, 2) - expected) < 1e-6f;
  std::printf("Eigen: swish of a 16 × 8 matrix, element (3, 2): %.6f\n", static_cast<double>(activated(3, 2)));
#endif
  return right ? 0 : 1;
}
