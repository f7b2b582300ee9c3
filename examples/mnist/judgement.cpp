// SPDX-License-Identifier: MIT
// SPDX-FileCopyrightText: 2026 the ogive founders
#include "mnist/judgement.hpp"

#include <algorithm>
#include <span>

#include <ogive/nn/evaluate.hpp>
#include <ogive/nn/loss.hpp>

namespace mnist {

judgement judge(const network& net, const images& rows, std::size_t worst) {
  judgement seen;
  seen.confusions.assign(rows.classes, std::vector<std::size_t>(rows.classes, 0));
  seen.sum =
      ogive::nn::evaluate(net, rows, [&](std::size_t row, std::span<const float> probabilities, std::uint8_t label) {
        const std::size_t told = ogive::nn::greatest(probabilities.data(), probabilities.size());
        ++seen.confusions[label][told];
        if (told != label && worst != 0)
          seen.worst.push_back({row, label, told, static_cast<double>(probabilities[told])});
      });
  std::stable_sort(seen.worst.begin(), seen.worst.end(),
                   [](const mistake& a, const mistake& b) { return a.probability > b.probability; });
  seen.worst.resize(std::min(worst, seen.worst.size()));
  return seen;
}

}  // namespace mnist
