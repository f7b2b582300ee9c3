// SPDX-License-Identifier: MIT
// SPDX-FileCopyrightText: 2026 the ogive founders
#include "mnist/pictures.hpp"

#include <algorithm>
#include <utility>

#include <ogive/nn/idx.hpp>
#include <ogive/nn/image.hpp>

namespace mnist {

namespace nn = ogive::nn;

images read_pictures(const std::string& file, std::size_t height, std::size_t width, std::size_t most) {
  const std::vector<std::uint8_t> bytes = nn::detail::read_bytes(file);
  images rows;
  rows.columns = height * width;
  if (nn::detail::is_png(bytes) || nn::detail::is_pgm(bytes)) {
    nn::gray_image picture = nn::resize(nn::as_digit(nn::decode_image(bytes, file)), height, width);
    rows.elements = std::move(picture.pixels);
    rows.labels = {0};
    return rows;
  }
  nn::idx_array all = nn::read_idx(file, {.rank = 3, .type = nn::idx_type::u8});
  if (all.sizes[1] != height || all.sizes[2] != width) {
    const auto size = [](std::size_t h, std::size_t w) { return std::to_string(h) + " x " + std::to_string(w); };
    nn::detail::refuse(file, 8, "shape mismatch", "images of " + size(height, width), size(all.sizes[1], all.sizes[2]));
  }
  rows.labels.resize(std::min(most, all.sizes[0]), 0);
  all.bytes.resize(rows.labels.size() * rows.columns);
  rows.elements = std::move(all.bytes);
  return rows;
}

}  // namespace mnist
