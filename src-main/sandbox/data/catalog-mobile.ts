import { axis, condition, line, type Category } from './catalog.ts';

export const smartphones: Category = {
  category: 'smartphones',
  count: 700,
  axes: [
    axis(
      'storage_gb',
      [256, '', 1],
      [128, '128 GB', 0.93],
      [512, '512 GB', 1.17],
      [1024, '1 TB', 1.34],
    ),
    axis(
      'color',
      ['black', '', 1],
      ['white', 'White', 1.01],
      ['blue', 'Blue', 1.02],
      ['pink', 'Pink', 0.98],
    ),
  ],
  lines: [
    line('Apple', 'iPhone 15 Pro:1199', {
      ram_gb: 8,
      display: '6.1″ OLED, 120 Hz',
      chip: 'A17 Pro',
      weight_g: 187,
    }),
    line('Apple', 'iPhone 15 Pro Max:1299', {
      ram_gb: 8,
      display: '6.7″ OLED, 120 Hz',
      chip: 'A17 Pro',
      weight_g: 221,
    }),
    line('Apple', 'iPhone 13 mini:549, iPhone 13:599', {
      ram_gb: 4,
      display: '6.1″ OLED, 60 Hz',
      chip: 'A15 Bionic',
      weight_g: 174,
    }),
    line('Apple', 'iPhone 14:649, iPhone 14 Plus:729, iPhone 14 Pro:849, iPhone 14 Pro Max:949', {
      ram_gb: 6,
      display: '6.1″ OLED, 60 Hz',
      chip: 'A16 Bionic',
      weight_g: 172,
    }),
    line('Apple', 'iPhone 15:749, iPhone 15 Plus:849', {
      ram_gb: 6,
      display: '6.1″ OLED, 60 Hz',
      chip: 'A16 Bionic',
      weight_g: 171,
    }),
    line('Apple', 'iPhone SE:529, iPhone 16e:639, iPhone 16:899, iPhone 16 Plus:999', {
      ram_gb: 8,
      display: '6.1″ OLED, 60 Hz',
      chip: 'A18',
      weight_g: 170,
    }),
    line('Apple', 'iPhone 16 Pro:1179, iPhone 16 Pro Max:1429', {
      ram_gb: 8,
      display: '6.3″ OLED, 120 Hz',
      chip: 'A18 Pro',
      weight_g: 199,
    }),
    line('Apple', 'iPhone 17:949, iPhone Air:1199, iPhone 17 Pro:1299, iPhone 17 Pro Max:1449', {
      ram_gb: 12,
      display: '6.3″ OLED, 120 Hz',
      chip: 'A19 Pro',
      weight_g: 204,
    }),
    line(
      'Samsung',
      'Galaxy S25 Ultra:1289, Galaxy S25+:1049, Galaxy S25:849, Galaxy S25 Edge:1099, Galaxy S25 FE:699, Galaxy Z Fold7:2099, Galaxy Z Flip7:1199',
      { ram_gb: 12, display: '6.9″ OLED, 120 Hz', chip: 'Snapdragon 8 Elite', weight_g: 218 },
    ),
    line(
      'Samsung',
      'Galaxy S24 Ultra:1049, Galaxy S24+:799, Galaxy S24:649, Galaxy S24 FE:519, Galaxy A56:429, Galaxy A36:349, Galaxy A26:269, Galaxy A16:189, Galaxy XCover7:519',
      { ram_gb: 8, display: '6.6″ OLED, 120 Hz', chip: 'Exynos 2400', weight_g: 196 },
    ),
    line(
      'Google',
      'Pixel 9 Pro:899, Pixel 9 Pro XL:1049, Pixel 9:749, Pixel 9a:519, Pixel 9 Pro Fold:1599',
      { ram_gb: 16, display: '6.3″ OLED, 120 Hz', chip: 'Tensor G4', weight_g: 199 },
    ),
    line(
      'Google',
      'Pixel 10:849, Pixel 10 Pro:1099, Pixel 10 Pro XL:1249, Pixel 8:529, Pixel 8 Pro:649, Pixel 8a:429',
      { ram_gb: 12, display: '6.3″ OLED, 120 Hz', chip: 'Tensor G5', weight_g: 204 },
    ),
    line(
      'OnePlus',
      'OnePlus 13:819, OnePlus 13R:629, OnePlus 13s:659, OnePlus 12:649, OnePlus 12R:529, OnePlus Nord 5:449, OnePlus Nord CE5:349, OnePlus Open:1499',
      { ram_gb: 16, display: '6.8″ OLED, 120 Hz', chip: 'Snapdragon 8 Elite', weight_g: 210 },
    ),
    line(
      'Xiaomi',
      'Xiaomi 15 Ultra:1499, Xiaomi 15:999, Xiaomi 15T Pro:799, Xiaomi 15T:649, Xiaomi 14:749, Xiaomi Mix Flip:1099',
      { ram_gb: 16, display: '6.7″ OLED, 120 Hz', chip: 'Snapdragon 8 Elite', weight_g: 226 },
    ),
    line(
      'Xiaomi',
      'Redmi Note 14 Pro+:449, Redmi Note 14 Pro:369, Redmi Note 14:239, Redmi 14C:129, Redmi A5:99, Poco F7:429, Poco X7 Pro:349, Poco M7 Pro:219',
      { ram_gb: 8, display: '6.7″ OLED, 120 Hz', chip: 'Dimensity 7300 Ultra', weight_g: 190 },
    ),
    line(
      'Sony',
      'Xperia 1 VII:1499, Xperia 1 VI:1199, Xperia 5 V:799, Xperia 10 VII:449, Xperia 10 VI:349',
      {
        ram_gb: 12,
        display: '6.5″ OLED, 120 Hz',
        chip: 'Snapdragon 8 Elite',
        weight_g: 197,
      },
    ),
    line(
      'Nothing',
      'Phone (3):799, Phone (3a) Pro:459, Phone (3a):329, Phone (2a):299, CMF Phone 2 Pro:249',
      {
        ram_gb: 12,
        display: '6.7″ OLED, 120 Hz',
        chip: 'Snapdragon 8s Gen 4',
        weight_g: 218,
      },
    ),
    line(
      'Motorola',
      'Edge 60 Pro:599, Edge 60 Fusion:399, Edge 60:379, Razr 60 Ultra:1199, Razr 60:799, Moto G86:299, Moto G56:249, Moto G15:149',
      { ram_gb: 12, display: '6.7″ OLED, 120 Hz', chip: 'Dimensity 8350', weight_g: 186 },
    ),
    line(
      'Honor',
      'Magic7 Pro:1199, Magic V5:1999, Honor 400 Pro:799, Honor 400:499, Honor 400 Lite:299',
      {
        ram_gb: 12,
        display: '6.8″ OLED, 120 Hz',
        chip: 'Snapdragon 8 Elite',
        weight_g: 223,
      },
    ),
    line('Fairphone', 'Fairphone (Gen. 6):599, Fairphone 5:499', {
      ram_gb: 8,
      display: '6.3″ OLED, 120 Hz',
      chip: 'Snapdragon 7s Gen 3',
      weight_g: 193,
    }),
    line('Asus', 'Zenfone 12 Ultra:1099, ROG Phone 9 Pro:1299, ROG Phone 9:1099', {
      ram_gb: 16,
      display: '6.8″ OLED, 165 Hz',
      chip: 'Snapdragon 8 Elite',
      weight_g: 227,
    }),
  ],
};

export const tablets: Category = {
  category: 'tablets',
  count: 500,
  axes: [
    axis('storage_gb', [128, '', 1], [256, '256 GB', 1.16], [512, '512 GB', 1.42]),
    axis('network', ['Wi-Fi', '', 1], ['5G', '5G', 1.24]),
    condition,
  ],
  lines: [
    line('Apple', 'iPad Air 11 M3:599, iPad Air 13 M3:849', { chip: 'M3', ram_gb: 8 }),
    line('Apple', 'iPad Pro 11 M5:1099, iPad Pro 13 M5:1449', { chip: 'M5', ram_gb: 12 }),
    line('Apple', 'iPad A16:389, iPad mini A17 Pro:549', { chip: 'A17 Pro', ram_gb: 8 }),
    line(
      'Samsung',
      'Galaxy Tab S11 Ultra:1339, Galaxy Tab S11:899, Galaxy Tab S10 FE:579, Galaxy Tab S10 FE+:749',
      {
        chip: 'Dimensity 9400+',
        ram_gb: 12,
      },
    ),
    line('Samsung', 'Galaxy Tab A11+:249, Galaxy Tab A11:179, Galaxy Tab Active5:549', {
      chip: 'Snapdragon 695',
      ram_gb: 6,
    }),
    line('Microsoft', 'Surface Pro 12:979, Surface Pro 11:1199, Surface Go 4:629', {
      chip: 'Snapdragon X Plus',
      ram_gb: 16,
    }),
    line(
      'Lenovo',
      'Yoga Tab Plus:699, Idea Tab Pro:399, Tab P12:329, Tab M11:199, Legion Tab Gen 3:599',
      {
        chip: 'Snapdragon 8 Gen 3',
        ram_gb: 12,
      },
    ),
    line('Xiaomi', 'Pad 7 Pro:499, Pad 7:399, Redmi Pad 2:199, Redmi Pad Pro:299', {
      chip: 'Snapdragon 8s Gen 3',
      ram_gb: 8,
    }),
    line('OnePlus', 'OnePlus Pad 3:599, OnePlus Pad 2:499, OnePlus Pad Lite:229', {
      chip: 'Snapdragon 8 Elite',
      ram_gb: 12,
    }),
    line(
      'Amazon',
      'Kindle PW 12:169.99, Kindle Scribe:389.99, Kindle Colorsoft:289.99, Fire Max 11:269.99',
      {
        chip: 'MediaTek MT8113',
        ram_gb: 1,
      },
    ),
    line('Google', 'Pixel Tablet:499', { chip: 'Tensor G2', ram_gb: 8 }),
    line('Kobo', 'Libra Colour:229.99, Clara BW:149.99', { chip: 'Cortex-A53', ram_gb: 1 }),
  ],
};

export const watches: Category = {
  category: 'watches',
  count: 450,
  axes: [
    axis('case_mm', [42, '', 1], [46, '46 mm', 1.07]),
    axis(
      'strap',
      ['silicone', '', 1],
      ['leather', 'leather', 1.09],
      ['steel', 'steel', 1.22],
      ['nylon', 'nylon', 1.03],
    ),
    axis('network', ['Bluetooth', '', 1], ['LTE', 'LTE', 1.2]),
  ],
  lines: [
    line('Apple', 'Watch Series 11:449, Watch Series 10:389, Watch SE 3:269, Watch Ultra 3:899', {
      battery_h: 24,
    }),
    line(
      'Samsung',
      'Galaxy Watch8:379, Galaxy Watch8 Classic:529, Galaxy Watch Ultra:699, Galaxy Watch7:249, Galaxy Fit3:59',
      {
        battery_h: 40,
      },
    ),
    line(
      'Google',
      'Pixel Watch 4:399, Pixel Watch 3:299, Fitbit Charge 6:139, Fitbit Versa 4:179',
      {
        battery_h: 36,
      },
    ),
    line(
      'Garmin',
      'Fenix 8:949, Forerunner 970:749, Forerunner 570:549, Forerunner 265:399, Venu 4:549, Venu X1:799, Vivoactive 6:329, Instinct 3:449, Lily 2:249, Enduro 3:899',
      {
        battery_h: 264,
      },
    ),
    line('Polar', 'Vantage V3:579, Grit X2:479, Pacer Pro:299, Ignite 3:249', { battery_h: 140 }),
    line('Suunto', 'Race 2:499, Race S:349, Vertical 2:599, Run:249', { battery_h: 280 }),
    line('Huawei', 'Watch 5:449, Watch GT 6:249, Watch Fit 4 Pro:279, Watch D2:399', {
      battery_h: 168,
    }),
    line('Amazfit', 'Balance 2:299, T-Rex 3 Pro:399, Bip 6:79, Active 2:99', { battery_h: 240 }),
    line('Withings', 'ScanWatch 2:349, ScanWatch Light:249, ScanWatch Nova:599', {
      battery_h: 720,
    }),
  ],
};
