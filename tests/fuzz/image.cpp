// SPDX-License-Identifier: MIT
// SPDX-FileCopyrightText: 2026 the ogive founders
// PNG and PGM: as many pixels as the sizes say, and any picture can be made a digit.
#include <ogive/nn/image.hpp>

#include "fuzz.hpp"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  return fuzz::try_reader([&] {
    ogive::nn::gray_image image = ogive::nn::decode_image({data, size}, "input", {.pixels = 1U << 16});
    fuzz::promise(image.pixels.size() == image.height * image.width, "as many pixels as the sizes say");
    fuzz::promise(ogive::nn::resize(ogive::nn::as_digit(std::move(image)), 28, 28).pixels.size() == 784, "28 x 28");
  });
}
