import { axis, condition, line, type Category } from './catalog.ts';

const color = axis(
  'color',
  ['black', '', 1],
  ['white', 'White', 1],
  ['sand', 'Sand', 1],
  ['blue', 'Blue', 0.98],
);

export const headphones: Category = {
  category: 'headphones',
  count: 600,
  axes: [color, condition],
  lines: [
    line(
      'Sony',
      'Sony WH-1000XM6:379, Sony WH-1000XM5:289, Sony WF-1000XM5:219, Sony WH-CH720N:89, Sony LinkBuds Fit:149, Sony ULT Wear:149, Sony Inzone H9:249',
      {
        form: 'over-ear',
        noise_cancelling: 'yes',
      },
    ),
    line(
      'Bose',
      'Bose QC Ultra 2:349.9, Bose QC Headphones:279.9, Bose QC Ultra Earbuds 2:299.9, Bose Ultra Open Earbuds:279.9, Bose QC Earbuds:159.9',
      {
        form: 'over-ear',
        noise_cancelling: 'yes',
      },
    ),
    line('Apple', 'AirPods Max:499, AirPods Pro 3:249, AirPods 4:139, AirPods 4 ANC:189', {
      form: 'in-ear',
      noise_cancelling: 'yes',
    }),
    line(
      'Sennheiser',
      'Momentum 4:239, Momentum True Wireless 4:219, HD 660S2:429, HD 600:279, HD 620S:299, HDB 630:479, Accentum Plus:169, IE 600:549',
      {
        form: 'over-ear',
        noise_cancelling: 'some',
      },
    ),
    line(
      'Beats',
      'Studio Pro:229, Solo 4:149, Powerbeats Pro 2:279, Studio Buds+:149, Solo Buds:79',
      {
        form: 'on-ear',
        noise_cancelling: 'some',
      },
    ),
    line('Samsung', 'Galaxy Buds3 Pro:189, Galaxy Buds3:129, Galaxy Buds3 FE:119', {
      form: 'in-ear',
      noise_cancelling: 'yes',
    }),
    line(
      'JBL',
      'Tour One M3:329, Tour Pro 3:269, Live 770NC:139, Live Beam 3:149, Tune 770NC:89, Tune Beam 2:79, Endurance Peak 3:79',
      {
        form: 'over-ear',
        noise_cancelling: 'yes',
      },
    ),
    line('Audio-Technica', 'ATH-M50xBT2:179, ATH-M50x:139, ATH-R70xa:329, ATH-TWX9MK2:249', {
      form: 'over-ear',
      noise_cancelling: 'no',
    }),
    line(
      'Beyerdynamic',
      'DT 770 Pro X:179, DT 990 Pro X:179, DT 1990 Pro MK II:549, Aventho 300:329, Amiron 100:149',
      {
        form: 'over-ear',
        noise_cancelling: 'no',
      },
    ),
    line('Jabra', 'Evolve2 85:329, Evolve2 65 Flex:249, Elite 10 Gen 2:229, Evolve3 75:299', {
      form: 'on-ear',
      noise_cancelling: 'yes',
    }),
    line('Soundcore', 'Space One Pro:169, Liberty 5:129, Space A40:69, Aerofit 2:119', {
      form: 'in-ear',
      noise_cancelling: 'yes',
    }),
    line('Nothing', 'Headphone (1):269, Ear (3):179, CMF Headphone Pro:89', {
      form: 'over-ear',
      noise_cancelling: 'yes',
    }),
    line('AKG', 'K371:129, K702:169, N9 Hybrid:299', { form: 'over-ear', noise_cancelling: 'no' }),
    line('Focal', 'Bathys:599, Clear Mg:1199, Azurys:449', {
      form: 'over-ear',
      noise_cancelling: 'no',
    }),
    line('SteelSeries', 'Arctis Nova Pro:329, Arctis Nova 7:179, Arctis Nova 5:129', {
      form: 'over-ear',
      noise_cancelling: 'no',
    }),
  ],
};

export const tvs: Category = {
  category: 'tvs',
  count: 450,
  axes: [
    axis(
      'diagonal_in',
      [55, '55', 1],
      [48, '48', 0.88],
      [65, '65', 1.35],
      [77, '77', 2.05],
      [83, '83', 2.9],
    ),
    condition,
  ],
  lines: [
    line(
      'LG',
      'LG OLED C5:1249, LG OLED G5:1799, LG OLED B5:999, LG OLED M5:2999, LG QNED92:899, LG QNED86:749, LG NANO81:549, LG UA75:429',
      {
        panel: 'OLED',
        refresh_hz: 144,
      },
    ),
    line(
      'Samsung',
      'Samsung S95F:1999, Samsung S90F:1399, Samsung S85F:1049, Samsung QN90F:1199, Samsung QN80F:899, Samsung Q7F:599, Samsung The Frame Pro:1599, Samsung U8000F:399',
      {
        panel: 'QD-OLED',
        refresh_hz: 144,
      },
    ),
    line(
      'Sony',
      'Bravia 8 II:1999, Bravia 8:1499, Bravia 9:2199, Bravia 7:1299, Bravia 5:999, Bravia 3:699',
      {
        panel: 'QD-OLED',
        refresh_hz: 120,
      },
    ),
    line(
      'Philips',
      'Philips OLED950:1799, Philips OLED910:1499, Philips OLED820:1199, Philips PML9010:899, Philips PUS8500:549',
      {
        panel: 'OLED',
        refresh_hz: 144,
      },
    ),
    line('TCL', 'TCL C8K:1099, TCL C7K:849, TCL C6K:599, TCL P8K:449', {
      panel: 'Mini-LED',
      refresh_hz: 144,
    }),
    line('Hisense', 'Hisense U8Q:999, Hisense U7Q:749, Hisense U6Q:599, Hisense E7Q:399', {
      panel: 'Mini-LED',
      refresh_hz: 144,
    }),
    line('Panasonic', 'Panasonic Z95B:2299, Panasonic Z90B:1699, Panasonic W95B:1199', {
      panel: 'OLED',
      refresh_hz: 144,
    }),
  ],
};

export const speakers: Category = {
  category: 'speakers',
  count: 400,
  axes: [color, condition],
  lines: [
    line(
      'Sonos',
      'Era 100:229, Era 300:479, Move 2:449, Roam 2:179, Arc Ultra:999, Beam Gen 2:449, Ray:199, Five:549',
      {
        connection: 'Wi-Fi',
        battery: 'some',
      },
    ),
    line(
      'JBL',
      'Flip 7:139, Charge 6:179, Xtreme 4:299, Boombox 4:499, Clip 5:69, Go 4:45, PartyBox 520:699, Bar 1000MK2:999',
      {
        connection: 'Bluetooth 5.4',
        battery: 'yes',
      },
    ),
    line(
      'Bose',
      'SoundLink Max:349.9, SoundLink Flex Gen 2:159.9, SoundLink Micro Gen 2:129.9, Smart Ultra Soundbar:899.9',
      {
        connection: 'Bluetooth 5.4',
        battery: 'yes',
      },
    ),
    line(
      'Marshall',
      'Acton III:249, Stanmore III:349, Woburn III:499, Emberton III:159, Willen II:99, Middleton II:299, Kilburn III:379, Heston 120:999',
      {
        connection: 'Bluetooth 5.3',
        battery: 'some',
      },
    ),
    line(
      'Ultimate Ears',
      'Wonderboom 4:89, Boom 4:139, Megaboom 4:179, Epicboom:269, Miniroll:69',
      {
        connection: 'Bluetooth 5.3',
        battery: 'yes',
      },
    ),
    line('KEF', 'LSX II LT:899, LS50 Wireless II:2299, Q Concerto Meta:1199, Coda W:899', {
      connection: 'Wi-Fi',
      battery: 'no',
    }),
    line('Apple', 'HomePod:329, HomePod mini:99', { connection: 'Wi-Fi', battery: 'no' }),
    line('Amazon', 'Echo Studio:229.99, Echo Dot Max:109.99, Echo Pop:49.99', {
      connection: 'Wi-Fi',
      battery: 'no',
    }),
    line('Teufel', 'Rockster Air 2:299, Boomster 4:249, Cinebar 11:299, Ultima 40:449, Mynd:249', {
      connection: 'Bluetooth 5.3',
      battery: 'some',
    }),
    line('Edifier', 'MR5:279, S3000 MKII:699, R1280DBs:139, M60:169', {
      connection: 'Bluetooth 5.3',
      battery: 'no',
    }),
  ],
};

export const cameras: Category = {
  category: 'cameras',
  count: 350,
  axes: [
    axis(
      'kit',
      ['body', '', 1],
      ['standard zoom', 'with standard zoom', 1.22],
      ['tele zoom', 'with tele zoom', 1.45],
      ['prime', 'with 50 mm', 1.18],
    ),
    condition,
  ],
  lines: [
    line(
      'Canon',
      'EOS R1:6799, EOS R3:4499, EOS R5 Mark II:4299, EOS R6 Mark II:1999, EOS R8:1399, EOS R7:1349, EOS R50 V:749, EOS R10:899, EOS R100:479',
      {
        mount: 'RF',
        video: '4K 120p',
      },
    ),
    line(
      'Sony',
      'Alpha 1 II:7199, Alpha 7R V:3799, Alpha 7 IV:2199, Alpha 7C II:1999, Alpha 6700:1499, ZV-E10 II:1049, FX30:1999, RX100 VII:1099',
      {
        mount: 'E',
        video: '4K 120p',
      },
    ),
    line('Nikon', 'Z9:5199, Z8:3599, Z6III:2599, Z5II:1699, Zf:2199, Z50II:949, Zfc:899', {
      mount: 'Z',
      video: '8K 60p',
    }),
    line(
      'Fujifilm',
      'X-T5:1699, X-T50:1399, X-H2S:2499, X-E5:1549, X100VI:1799, GFX100S II:5199, X-M5:899',
      {
        mount: 'X',
        video: '6.2K 30p',
      },
    ),
    line(
      'Panasonic',
      'Lumix S1II:3199, Lumix S5II:1799, Lumix S9:1299, Lumix GH7:2199, Lumix G9II:1799',
      {
        mount: 'L',
        video: '6K 30p',
      },
    ),
    line('OM System', 'OM-1 Mark II:2299, OM-3:1999, OM-5 II:1299', {
      mount: 'MFT',
      video: '4K 60p',
    }),
    line('Leica', 'Q3:5950, SL3:6800, D-Lux 8:1590', { mount: 'L', video: '8K 30p' }),
    line('GoPro', 'Hero13 Black:399, Hero:219, Max2:499', { mount: 'fixed', video: '5.3K 60p' }),
    line('DJI', 'Osmo Pocket 3:489, Osmo Action 6:379, Osmo 360:469', {
      mount: 'fixed',
      video: '4K 120p',
    }),
  ],
};
