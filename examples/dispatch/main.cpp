// SPDX-License-Identifier: MIT
// SPDX-FileCopyrightText: 2026 the ogive founders
// One binary for every machine: ordinary functions, compiled for each instruction set by ogive_add_kernels (see
// CMakeLists.txt here) and chosen when they are first called. OGIVE_ISA=sse2 in the environment forces one. Here each that
// the machine has is forced in turn; all give the same curve.
#include <algorithm>
#include <chrono>
#include <cmath>
#include <cstdio>
#include <exception>
#include <string>
#include <vector>

#include <kernels.hpp>

int main() try {
  std::vector<float> in(4096), out(in.size()), slope(in.size()), first;
  for (std::size_t i = 0; i != in.size(); ++i) in[i] = static_cast<float>(i) / 256 - 8;

  std::printf("chosen: %s\n", std::string(kernels::isa()).c_str());
  float widest = 0;
  for (const std::string_view isa : kernels::isas()) {
    kernels::use(isa);
    kernels::swish_with_derivative(in, out, slope);
    const auto start = std::chrono::steady_clock::now();
    for (int i = 0; i != 200; ++i) kernels::swish_with_derivative(in, out, slope);
    const std::chrono::duration<double, std::nano> time = std::chrono::steady_clock::now() - start;
    std::printf("%-8s %6.2f ns for 16 floats, value and derivative\n", std::string(isa).c_str(),
                time.count() / 200 / static_cast<double>(in.size()) * 16);
    if (first.empty()) first = out;
    for (std::size_t i = 0; i != out.size(); ++i)
      widest = std::max(widest, std::abs(out[i] - first[i]) / std::max(1e-3f, std::abs(first[i])));
  }
  std::printf("widest difference between two of them: %.1e of the value\n", static_cast<double>(widest));
  return widest < 1e-6f ? 0 : 1;
} catch (const std::exception& e) {
  std::printf("%s\n", e.what());
  return 1;
}
